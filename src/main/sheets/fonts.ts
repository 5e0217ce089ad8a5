import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import opentype, { type Font } from 'opentype.js';

/**
 * The fonts of the sheets, drawn as outlines by us. A renderer of text would look for fonts on the machine, where there
 * may be none or others: on macOS sharp's Pango reads no font from a file
 * (https://github.com/lovell/sharp/issues/4577).
 */
export type Weight = 400 | 600;

const INTER_SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const;
const NOTO = { 400: 'noto-sans-sc-400.woff', 600: 'noto-sans-sc-700.woff' } as const;

const requireFrom = createRequire(import.meta.url);
const loaded = new Map<string, Font>();

/**
 * In the order in which they are searched for a character: Inter, then Noto Sans SC, whose first glyph is a crossed
 * box. Each is loaded when first needed.
 */
export function fontsFor(weight: Weight): readonly (() => Font)[] {
  return FONTS[weight];
}

const FONTS = { 400: lazyFonts(400), 600: lazyFonts(600) };

function lazyFonts(weight: Weight): (() => Font)[] {
  const inter = INTER_SUBSETS.map(
    (subset) => () => load(requireFrom.resolve(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`)),
  );
  return [...inter, () => load(fileURLToPath(new URL(`../../../resources/fonts/${NOTO[weight]}`, import.meta.url)))];
}

function load(file: string): Font {
  let font = loaded.get(file);
  if (!font) {
    const bytes = readFileSync(file);
    font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    loaded.set(file, font);
  }
  return font;
}

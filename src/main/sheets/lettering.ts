import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type Glyph } from 'opentype.js';

/**
 * Text as outlines of Inter (SIL Open Font License, `@fontsource/inter`). A renderer of SVG text would look for fonts on the
 * machine, where there may be none or others; outlines come out the same everywhere.
 */
export type Weight = 400 | 600;

/** In the order in which they are asked for a character. A character that none has, such as an emoji, is left out. */
const SUBSETS = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'] as const;

const requireFrom = createRequire(import.meta.url);
const fonts = new Map<string, Font>();

function font(subset: (typeof SUBSETS)[number], weight: Weight): Font {
  const file = `@fontsource/inter/files/inter-${subset}-${weight}-normal.woff`;
  let loaded = fonts.get(file);
  if (!loaded) {
    const bytes = readFileSync(requireFrom.resolve(file));
    loaded = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    fonts.set(file, loaded);
  }
  return loaded;
}

export interface Style {
  /** Height of the em, pixels. */
  readonly size: number;
  readonly weight: Weight;
  /** '#rrggbb'. */
  readonly colour: string;
  readonly align?: 'left' | 'right' | 'middle';
}

/** An SVG path of one line of text, its baseline at y, its start, middle or end at x. */
export function lettering(text: string, x: number, y: number, style: Style): string {
  const { size, weight, colour, align = 'left' } = style;
  const { glyphs, width } = layOut(text, size, weight);
  let start = x;
  if (align !== 'left') start -= width / (align === 'right' ? 1 : 2);
  const outline = glyphs.map(({ glyph, at }) => glyph.getPath(start + at, y, size).toPathData(2)).join('');
  return `<path fill="${colour}" d="${outline}"/>`;
}

export function textWidth(text: string, size: number, weight: Weight): number {
  return layOut(text, size, weight).width;
}

/** The text, or as much of its beginning as fits, with an ellipsis. */
export function shorten(text: string, width: number, size: number, weight: Weight): string {
  if (textWidth(text, size, weight) <= width) return text;
  const characters = [...text];
  const shorter = (length: number) => `${characters.slice(0, length).join('').trimEnd()}…`;
  let fitting = 0;
  let tooLong = characters.length;
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >> 1;
    if (textWidth(shorter(middle), size, weight) <= width) fitting = middle;
    else tooLong = middle;
  }
  return shorter(fitting);
}

/** Glyphs one after the other, kerned: all that a line of Latin, Greek or Cyrillic needs. */
function layOut(text: string, size: number, weight: Weight): { glyphs: { glyph: Glyph; at: number }[]; width: number } {
  const glyphs: { glyph: Glyph; at: number }[] = [];
  let width = 0;
  let lastFont: Font | undefined;
  let lastGlyph: Glyph | undefined;
  for (const character of text.normalize('NFC').replace(/\s+/g, ' ')) {
    const subset = SUBSETS.find((name) => font(name, weight).hasChar(character));
    if (!subset) continue;
    const chosen = font(subset, weight);
    const scale = size / chosen.unitsPerEm;
    const glyph = chosen.charToGlyph(character);
    if (lastGlyph && lastFont === chosen) width += chosen.getKerningValue(lastGlyph, glyph) * scale;
    glyphs.push({ glyph, at: width });
    width += (glyph.advanceWidth ?? 0) * scale;
    lastFont = chosen;
    lastGlyph = glyph;
  }
  return { glyphs, width };
}

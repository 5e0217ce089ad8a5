import type { Font, Glyph } from 'opentype.js';
import { fontsFor, type Weight } from './fonts.ts';

export type { Weight } from './fonts.ts';

export interface Style {
  /** Height of the em, pixels. */
  readonly size: number;
  readonly weight: Weight;
  /** '#rrggbb'. */
  readonly colour: string;
  readonly align?: 'left' | 'right' | 'middle';
}

/** An SVG path of one line of text with its baseline at y; x is its start, middle or end. */
export function lettering(text: string, x: number, y: number, style: Style): string {
  const { size, weight, colour, align = 'left' } = style;
  let start = x;
  if (align !== 'left') start -= textWidth(text, size, weight) / (align === 'right' ? 1 : 2);
  let outline = '';
  for (const { glyphs } of layOut(text, size, weight)) {
    for (const { glyph, at } of glyphs) outline += glyph.getPath(start + at, y, size).toPathData(2);
  }
  return `<path fill="${colour}" d="${outline}"/>`;
}

export function textWidth(text: string, size: number, weight: Weight): number {
  let width = 0;
  for (const { right } of layOut(text, size, weight)) width = right;
  return width;
}

/** The text on one line, shortened with an ellipsis if it does not fit. */
export function shorten(text: string, width: number, size: number, weight: Weight): string {
  const line = oneLine(text);
  if (fitting(line, width, size, weight) === line.length) return line;
  const room = width - textWidth('…', size, weight);
  return `${line.slice(0, fitting(line, room, size, weight)).trimEnd()}…`;
}

/**
 * The text wrapped between words into lines that fit; the last of `most` lines is shortened. Punctuation stays with the
 * preceding word, also in Chinese. @returns at least one line
 */
export function wrap(text: string, width: number, most: number, size: number, weight: Weight): string[] {
  const lines: string[] = [];
  let rest = oneLine(text);
  while (lines.length < most - 1) {
    const fits = fitting(rest, width, size, weight);
    if (fits === rest.length) break;
    // A word longer than a line is broken at the end of the line.
    const end = lastBreak(rest, fits) || Math.max(fits, 1);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, shorten(rest, width, size, weight)];
}

interface Character {
  /** Its end in the text, UTF-16 units. */
  readonly end: number;
  readonly glyphs: readonly { readonly glyph: Glyph; readonly at: number }[];
  /** Its right edge, measured from the start of the line, pixels. */
  readonly right: number;
}

/** UTF-16 units: more than three lines of the widest sheet. */
const LONGEST_TEXT = 2000;
/** UTF-16 units; longer words may be broken anywhere. */
const LONGEST_WORD = 64;
const CHARACTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });
/** Joiners, variation selectors and similar characters, which have no glyph. */
const WITHOUT_SHAPE = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;

/**
 * Characters as a reader counts them, laid out in order with kerning, which suffices for Latin, Greek, Cyrillic and
 * Chinese. A character that no font has, such as an emoji, becomes a crossed box. There is no font for scripts with
 * joined letters or written from right to left.
 */
function* layOut(text: string, size: number, weight: Weight): Generator<Character> {
  let right = 0;
  let before: Shape | undefined;
  for (const { segment, index } of CHARACTERS.segment(text)) {
    const glyphs: { glyph: Glyph; at: number }[] = [];
    for (const shape of shapesOf(segment, weight)) {
      const scale = size / shape.font.unitsPerEm;
      if (before?.font === shape.font) right += shape.font.getKerningValue(before.glyph, shape.glyph) * scale;
      glyphs.push({ glyph: shape.glyph, at: right });
      right += (shape.glyph.advanceWidth ?? 0) * scale;
      before = shape;
    }
    yield { end: index + segment.length, glyphs, right };
  }
}

interface Shape {
  readonly font: Font;
  readonly glyph: Glyph;
}

/** The glyphs of a character; a single box if any part of it is in no font. */
function shapesOf(character: string, weight: Weight): Shape[] {
  const fonts = fontsFor(weight);
  const shapes: Shape[] = [];
  for (const point of character.normalize('NFC').replace(WITHOUT_SHAPE, '')) {
    const font = fonts.find((load) => load().hasChar(point))?.();
    if (!font) {
      const last = fonts.at(-1)!();
      return [{ font: last, glyph: last.glyphs.get(0) }];
    }
    shapes.push({ font, glyph: font.charToGlyph(point) });
  }
  return shapes;
}

/** Length of the beginning of a line that fits, UTF-16 units. */
function fitting(line: string, width: number, size: number, weight: Weight): number {
  let fits = 0;
  for (const { end, right } of layOut(line, size, weight)) {
    if (right > width) return fits;
    fits = end;
  }
  return fits;
}

/** The last position at or before `limit` where a line may end; 0 where there is none. */
function lastBreak(line: string, limit: number): number {
  let last = 0;
  // Reads past the limit by one long word, so that a word crossing the limit is seen in full or known to be too long.
  for (const { index, isWordLike } of WORDS.segment(line.slice(0, limit + LONGEST_WORD))) {
    if (index > limit) break;
    if (isWordLike) last = index;
  }
  return last;
}

/** Without line breaks, and cut to what any sheet has room for. */
function oneLine(text: string): string {
  const read = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return read.replace(/\s+/g, ' ').trim();
}

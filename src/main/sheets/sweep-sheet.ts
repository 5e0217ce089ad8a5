import type { OverlayOptions } from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { COLOUR, type Frame, finish, framed, heading, place, RADIUS, TALLEST_TITLE } from './drawing.ts';
import { lettering, shorten, textWidth } from './lettering.ts';

/** One cell of a sweep: its picture, loaded when needed, with its caption. */
export interface SheetCell {
  pixels(): Promise<Pixels>;
  /** '3.21 mJ'; null leaves the place empty. */
  readonly energy: string | null;
  /** 'FLIP 0.034'. */
  readonly fidelity: string | null;
}

export interface SheetAxis {
  /** 'ADC bits'. */
  readonly name: string;
  readonly values: readonly string[];
}

export interface SweepPlan {
  /** The prompt. */
  readonly title: string;
  readonly subtitle: string;
  readonly x: SheetAxis;
  readonly y: SheetAxis | null;
  /** Row-major; a string says why there is no picture: 'waiting'. */
  readonly cells: readonly (SheetCell | string)[];
  /** Width / height of the pictures. */
  readonly aspect: number;
}

const MARGIN = 44;
const HEADER = 78;
const LARGEST = 240;
const WIDEST_GAP = 16;
/** A longer row is broken into several, if only one field was swept. */
const LONGEST_ROW = 5;
/** Largest side of the whole sheet, in units: 8000 pixels, which image viewers still open. */
const LARGEST_SHEET = 4000;
const AXIS_NAME = 22;
const X_LABEL = 26;
const Y_GUTTER = 14;
const WIDEST_Y_LABEL = 160;
/** Caption height under a picture; narrow pictures have no captions. */
const CAPTION = { height: 30, narrowest: 64 };

const NAME_STYLE = { size: 11, weight: 400, colour: COLOUR.faint } as const;
const VALUE_STYLE = { size: 14, weight: 600, colour: COLOUR.text } as const;

/** The pictures of a sweep in a grid with what was swept along its edges. Resolves to a PNG. */
export async function renderSweep({ title, subtitle, x, y, cells, aspect }: SweepPlan): Promise<Buffer> {
  const columns = y ? x.values.length : balancedRow(x.values.length);
  const rows = Math.ceil(cells.length / columns);
  const gutter = y ? yGutter(y) : 0;
  const { frame, gap } = fit(columns, rows, gutter, aspect);
  const captioned = frame.width >= CAPTION.narrowest;
  // Each of the broken rows has its own values above it.
  const label = y ? 0 : X_LABEL;
  const rowHeight = label + frame.height + (captioned ? CAPTION.height : 0) + gap;
  const left = MARGIN + gutter;
  const width = Math.max(left + columns * (frame.width + gap) - gap + MARGIN, 360);
  const head = heading(title, subtitle, MARGIN, width);
  const axisTop = MARGIN + HEADER + head.extra;
  const top = axisTop + AXIS_NAME + (y ? X_LABEL : 0);
  const height = top + rows * rowHeight - gap + MARGIN;

  const drawing = [head.drawing, lettering(x.name, left, axisTop + 8, NAME_STYLE)];
  const pictures: OverlayOptions[] = [];
  if (y) {
    drawing.push(lettering(y.name, left - Y_GUTTER, axisTop + 8, { ...NAME_STYLE, align: 'right' }));
    y.values.forEach((value, row) => {
      const text = shorten(value, WIDEST_Y_LABEL, VALUE_STYLE.size, VALUE_STYLE.weight);
      const middle = top + row * rowHeight + frame.height / 2 + 5;
      drawing.push(lettering(text, left - Y_GUTTER, middle, { ...VALUE_STYLE, align: 'right' }));
    });
  }
  x.values.forEach((value, index) => {
    const text = shorten(value, frame.width + gap - 6, VALUE_STYLE.size, VALUE_STYLE.weight);
    const middle = left + (index % columns) * (frame.width + gap) + frame.width / 2;
    const base = y ? top - 10 : top + Math.floor(index / columns) * rowHeight + label - 10;
    drawing.push(lettering(text, middle, base, { ...VALUE_STYLE, align: 'middle' }));
  });
  for (const [index, cell] of cells.entries()) {
    const cellLeft = left + (index % columns) * (frame.width + gap);
    const cellTop = top + Math.floor(index / columns) * rowHeight + label;
    if (typeof cell === 'string') {
      drawing.push(emptyCell(cell, cellLeft, cellTop, frame));
      continue;
    }
    pictures.push(place(await framed(await cell.pixels(), frame), cellLeft, cellTop));
    if (captioned) drawing.push(caption(cell, cellLeft, cellTop + frame.height, frame.width));
  }
  return finish(width, height, drawing, pictures);
}

/** Number of pictures per row that makes all rows about equally long. */
function balancedRow(count: number): number {
  const longest = Math.max(LONGEST_ROW, Math.ceil(Math.sqrt(count)));
  return Math.ceil(count / Math.ceil(count / longest));
}

function yGutter({ name, values }: SheetAxis): number {
  const widest = Math.max(
    textWidth(name, NAME_STYLE.size, NAME_STYLE.weight),
    ...values.map((value) => textWidth(value, VALUE_STYLE.size, VALUE_STYLE.weight)),
  );
  return Math.ceil(Math.min(widest, WIDEST_Y_LABEL)) + Y_GUTTER;
}

/** The largest pictures that fit the sheet; whole units, so that they align to whole pixels. */
function fit(columns: number, rows: number, gutter: number, aspect: number): { frame: Frame; gap: number } {
  const across = (LARGEST_SHEET - 2 * MARGIN - gutter) / columns;
  const down = (LARGEST_SHEET - 2 * MARGIN - HEADER - TALLEST_TITLE - AXIS_NAME - X_LABEL) / rows;
  const gap = Math.min(WIDEST_GAP, Math.floor(across / 10), Math.floor(down / 10));
  const high = down - gap - CAPTION.height - X_LABEL;
  const width = Math.max(
    1,
    Math.floor(Math.min(LARGEST, LARGEST * aspect, across - gap, Math.max(high, down / 2) * aspect)),
  );
  return { frame: { width, height: Math.max(1, Math.floor(width / aspect)) }, gap };
}

function caption({ energy, fidelity }: SheetCell, left: number, top: number, width: number): string {
  const small = { size: 12, weight: 400 } as const;
  const room = width - (energy ? textWidth(energy, 12, 600) + 8 : 0);
  const parts: string[] = [];
  if (energy && textWidth(energy, 12, 600) <= width) {
    parts.push(lettering(energy, left, top + 18, { ...small, weight: 600, colour: COLOUR.energy }));
  }
  if (fidelity && textWidth(fidelity, 12, 400) <= room) {
    parts.push(lettering(fidelity, left + width, top + 18, { ...small, colour: COLOUR.muted, align: 'right' }));
  }
  return parts.join('');
}

function emptyCell(why: string, left: number, top: number, { width, height }: Frame): string {
  const text = shorten(why, width - 8, 13, 400);
  return (
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${RADIUS}" fill="${COLOUR.empty}"/>` +
    lettering(text, left + width / 2, top + height / 2 + 4, {
      size: 13,
      weight: 400,
      colour: COLOUR.muted,
      align: 'middle',
    })
  );
}

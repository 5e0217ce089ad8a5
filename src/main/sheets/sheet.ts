import type { OverlayOptions } from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { COLOUR, coloured, type Frame, finish, framed, heading, place, RADIUS } from './drawing.ts';
import { lettering, shorten, textWidth, type Weight } from './lettering.ts';
import { magma } from './magma.ts';

/** One picture of a comparison with its caption. Figures come formatted: the sheet only lays them out. */
export interface Cell {
  readonly pixels: Pixels;
  /** The chip. */
  readonly name: string;
  /** Its precision, or what the reference is. */
  readonly detail: string;
  /** '3.21 mJ'. */
  readonly energy: string;
  /** '12 s'. */
  readonly time: string;
  /** Up to three, such as PSNR, SSIM and FLIP. */
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  /** FLIP's error per pixel, 0..1, of the picture's size; null leaves the place empty. */
  readonly errorMap: Float32Array | null;
}

export interface Comparison {
  /** The prompt. */
  readonly title: string;
  readonly subtitle: string;
  /** The exact picture; the first cell. All others have its size. */
  readonly reference: Cell;
  readonly cells: readonly Cell[];
}

/** Width of a picture. */
const PICTURE = 240;
const GAP = 28;
const MARGIN = 44;
const MOST_COLUMNS = 5;
const HEADER = 92;
const CAPTION = 110;
const MAP_GAP = 6;
const ROW_GAP = 44;
const FOOTER = 40;

/** The pictures side by side on a dark sheet, each with its figures and its error map below. Resolves to a PNG. */
export async function renderComparison({ title, subtitle, reference, cells }: Comparison): Promise<Buffer> {
  const all = [reference, ...cells];
  const rows = Math.ceil(all.length / MOST_COLUMNS);
  const columns = Math.ceil(all.length / rows);
  const withMaps = all.some((cell) => cell.errorMap);
  const frame = { width: PICTURE, height: Math.round((PICTURE * reference.pixels.height) / reference.pixels.width) };
  const cellHeight = frame.height + CAPTION + (withMaps ? MAP_GAP + frame.height : 0);
  const width = 2 * MARGIN + columns * PICTURE + (columns - 1) * GAP;
  const head = heading(title, subtitle, MARGIN, width);
  const cellsTop = MARGIN + HEADER + head.extra;
  const height = cellsTop + rows * cellHeight + (rows - 1) * ROW_GAP + FOOTER;

  const drawing: string[] = [head.drawing];
  const pictures: OverlayOptions[] = [];
  for (const [index, cell] of all.entries()) {
    const left = MARGIN + (index % columns) * (PICTURE + GAP);
    const top = cellsTop + Math.floor(index / columns) * (cellHeight + ROW_GAP);
    const mapTop = top + frame.height + CAPTION + MAP_GAP;
    pictures.push(place(await framed(cell.pixels, frame), left, top));
    drawing.push(caption(cell, left, top + frame.height));
    if (cell.errorMap) {
      pictures.push(place(await framed(coloured(cell.errorMap, cell.pixels), frame), left, mapTop));
    } else if (withMaps && index === 0) {
      drawing.push(legend(left, mapTop, frame));
    }
  }

  return finish(width, height, drawing, pictures);
}

/** Name and energy, detail and time, a line, up to three figures. */
function caption(cell: Cell, left: number, top: number): string {
  const right = left + PICTURE;
  const strong = { size: 15, weight: 600 } as const;
  const small = { size: 12, weight: 400 } as const;
  const room = (beside: string, size: number, weight: Weight) => PICTURE - textWidth(beside, size, weight) - 12;
  const parts = [
    lettering(shorten(cell.name, room(cell.energy, 15, 600), 15, 600), left, top + 28, {
      ...strong,
      colour: COLOUR.text,
    }),
    lettering(cell.energy, right, top + 28, { ...strong, colour: COLOUR.energy, align: 'right' }),
    lettering(shorten(cell.detail, room(cell.time, 12, 400), 12, 400), left, top + 47, {
      ...small,
      colour: COLOUR.muted,
    }),
    lettering(cell.time, right, top + 47, { ...small, colour: COLOUR.muted, align: 'right' }),
    `<rect x="${left}" y="${top + 60}" width="${PICTURE}" height="1" fill="${COLOUR.line}"/>`,
  ];
  const columns = [
    { x: left, align: 'left' },
    { x: left + PICTURE / 2, align: 'middle' },
    { x: right, align: 'right' },
  ] as const;
  columns.forEach(({ x, align }, index) => {
    const figure = cell.figures[index];
    if (!figure) return;
    parts.push(
      lettering(figure.label, x, top + 79, { size: 10, weight: 400, colour: COLOUR.faint, align }),
      lettering(figure.value, x, top + 96, { size: 13, weight: 400, colour: COLOUR.text, align }),
    );
  });
  return parts.join('');
}

/** Takes the reference's place among the error maps, because the reference has no error. */
function legend(left: number, top: number, frame: Frame): string {
  const steps = Array.from({ length: 17 }, (_, index) => index / 16);
  const stops = steps.map((step) => `<stop offset="${step}" stop-color="rgb(${magma(step).join(',')})"/>`).join('');
  const pad = 20;
  const right = left + frame.width - pad;
  const middle = top + frame.height / 2;
  const note = { size: 12, weight: 400, colour: COLOUR.muted } as const;
  return [
    `<defs><linearGradient id="magma">${stops}</linearGradient></defs>`,
    `<rect x="${left}" y="${top}" width="${frame.width}" height="${frame.height}" rx="${RADIUS}" ` +
      `fill="${COLOUR.empty}"/>`,
    lettering('Where they differ', left + pad, middle - 30, { size: 14, weight: 600, colour: COLOUR.text }),
    lettering('FLIP error, as the eye sees it', left + pad, middle - 11, note),
    `<rect x="${left + pad}" y="${middle + 6}" width="${right - left - pad}" height="8" rx="4" fill="url(#magma)"/>`,
    lettering('0 none', left + pad, middle + 32, { ...note, size: 11 }),
    lettering('1 most', right, middle + 32, { ...note, size: 11, align: 'right' }),
  ].join('');
}

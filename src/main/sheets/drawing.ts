import sharp, { type OverlayOptions } from 'sharp';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { lettering, shorten, wrap } from './lettering.ts';
import { magma } from './magma.ts';

/** Sheets are laid out in these units and drawn at twice the resolution. */
const SCALE = 2;
/** Corner radius of a picture. */
export const RADIUS = 10;

export const COLOUR = {
  page: '#1c1c1e',
  text: '#f2f2f4',
  muted: '#98989f',
  faint: '#6c6c72',
  line: '#333336',
  energy: '#ffc46b',
  empty: '#242427',
} as const;

/** Encoding for intermediate images. */
const UNCOMPRESSED = { compressionLevel: 0 };

/** Light checkerboard behind a transparent picture. */
const CHECK = { size: 8, light: '#f6f6f7', dark: '#ececee' };

export interface Frame {
  readonly width: number;
  readonly height: number;
}

/** Renders the sheet as a PNG: a dark page, the drawing in SVG, and the pictures on top. */
export function finish(
  width: number,
  height: number,
  drawing: readonly string[],
  pictures: OverlayOptions[],
): Promise<Buffer> {
  const page = rectangle({ width, height }, `fill="${COLOUR.page}"`);
  return sharp(svg(width, height, page + drawing.join('')))
    .composite(pictures)
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** Lines of the title; a longer one is shortened. */
const TITLE_LINES = 3;
const TITLE_LINE = 31;
/** Extra height of a title with all its lines, over one with a single line. */
export const TALLEST_TITLE = (TITLE_LINES - 1) * TITLE_LINE;

/**
 * Title and subtitle at the top of a sheet of this width. @returns `extra`: additional height for a title of several
 * lines
 */
export function heading(
  title: string,
  subtitle: string,
  margin: number,
  width: number,
): { drawing: string; extra: number } {
  const room = width - 2 * margin;
  const lines = wrap(title, room, TITLE_LINES, 24, 600);
  const extra = (lines.length - 1) * TITLE_LINE;
  const drawing = lines.map((line, index) =>
    lettering(line, margin, margin + 22 + index * TITLE_LINE, { size: 24, weight: 600, colour: COLOUR.text }),
  );
  const below = { size: 13, weight: 400, colour: COLOUR.muted } as const;
  drawing.push(lettering(shorten(subtitle, room, 13, 400), margin, margin + 48 + extra, below));
  return { drawing: drawing.join(''), extra };
}

export function place(input: Buffer, left: number, top: number): OverlayOptions {
  return { input, left: left * SCALE, top: top * SCALE };
}

/**
 * A picture scaled to fit its frame, with rounded corners; a light checkerboard shows through transparency and around a
 * picture of another shape.
 */
export async function framed({ width, height, channels, data }: Pixels, frame: Frame): Promise<Buffer> {
  const scaled = await sharp(data, { raw: { width, height, channels } })
    .resize(frame.width * SCALE, frame.height * SCALE, {
      kernel: 'lanczos3',
      fit: 'contain',
      background: { r: 0, g: 0, b: 0, alpha: 0 },
    })
    .png(UNCOMPRESSED)
    .toBuffer();
  const mask = svg(frame.width, frame.height, rectangle(frame, `rx="${RADIUS}" fill="#fff"`));
  return sharp(checks(frame))
    .composite([{ input: scaled }, { input: mask, blend: 'dest-in' }])
    .png(UNCOMPRESSED)
    .toBuffer();
}

/** FLIP's error per pixel, 0..1, in magma colours. */
export function coloured(errors: Float32Array, { width, height }: Frame): Pixels {
  const data = new Uint8Array(errors.length * 3);
  errors.forEach((error, pixel) => {
    data.set(magma(error), pixel * 3);
  });
  return { width, height, channels: 3, data };
}

function svg(width: number, height: number, content: string): Buffer {
  const size = `width="${width * SCALE}" height="${height * SCALE}" viewBox="0 0 ${width} ${height}"`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${content}</svg>`);
}

function checks(frame: Frame): Buffer {
  const { size, light, dark } = CHECK;
  const check = `width="${size}" height="${size}" fill="${dark}"`;
  const pattern =
    `<pattern id="checks" width="${2 * size}" height="${2 * size}" patternUnits="userSpaceOnUse">` +
    `<rect ${check}/><rect x="${size}" y="${size}" ${check}/></pattern>`;
  return svg(
    frame.width,
    frame.height,
    `<defs>${pattern}</defs>${rectangle(frame, `fill="${light}"`)}${rectangle(frame, 'fill="url(#checks)"')}`,
  );
}

function rectangle({ width, height }: Frame, attributes: string): string {
  return `<rect width="${width}" height="${height}" ${attributes}/>`;
}

import { inflateSync } from 'node:zlib';

/**
 * A second, independent reader of 8-bit RGB and RGBA PNGs without interlace (PNG section 9), so that what sharp wrote
 * and we edited is not only read back by the two of us.
 */
export function decodePng(png: Buffer): {
  width: number;
  height: number;
  channels: number;
  data: Buffer;
  types: string[];
} {
  const types: string[] = [];
  const packed: Buffer[] = [];
  let width = 0;
  let height = 0;
  let channels = 0;
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    types.push(type);
    if (type === 'IHDR') {
      width = body.readUInt32BE(0);
      height = body.readUInt32BE(4);
      if (body[8] !== 8 || body[12] !== 0) throw new Error('only 8 bits without interlace');
      channels = { 2: 3, 6: 4 }[body[9]!] ?? 0;
      if (channels === 0) throw new Error(`colour type ${body[9]}`);
    }
    if (type === 'IDAT') packed.push(body);
    at += 12 + length;
  }
  const filtered = inflateSync(Buffer.concat(packed));
  const stride = width * channels;
  const data = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x >= channels ? data[y * stride + x - channels]! : 0;
      const up = y > 0 ? data[(y - 1) * stride + x]! : 0;
      const corner = x >= channels && y > 0 ? data[(y - 1) * stride + x - channels]! : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      data[y * stride + x] = filtered[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return { width, height, channels, data, types };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const distances = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return [left, up, corner][distances.indexOf(Math.min(...distances))]!;
}

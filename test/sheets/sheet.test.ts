import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type Cell, type Comparison, renderComparison } from '../../src/main/sheets/sheet.ts';
import type { Pixels } from '../../src/shared/engine/engine-protocol.ts';

function picture(width: number, height: number, channels: 3 | 4, [red, green, blue]: number[], alpha = 255): Pixels {
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) data.set([red!, green!, blue!, alpha].slice(0, channels), i * channels);
  return { width, height, channels, data };
}

function cell(pixels: Pixels, errorMap: Cell['errorMap'] = null): Cell {
  return { pixels, name: 'ReRAM', detail: 'balanced', energy: '3.21 mJ', time: '12 s', figures: [], errorMap };
}

const green = picture(16, 16, 3, [0, 160, 0]);
const base: Comparison = { title: 'a red apple', subtitle: 'Seed 7', reference: cell(green), cells: [cell(green)] };

interface Sheet {
  width: number;
  height: number;
  data: Buffer;
  at(x: number, y: number): [number, number, number];
}

async function render(comparison: Comparison): Promise<Sheet> {
  const png = await renderComparison(comparison);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  const at = (x: number, y: number): [number, number, number] => {
    const i = (Math.round(y) * info.width + Math.round(x)) * 3;
    return [data[i]!, data[i + 1]!, data[i + 2]!];
  };
  return { width: info.width, height: info.height, data, at };
}

/** Rectangle that holds every pixel in which two sheets of one size differ. */
function difference(a: Sheet, b: Sheet): { left: number; top: number; right: number; bottom: number } | null {
  expect([b.width, b.height]).toEqual([a.width, a.height]);
  let box: { left: number; top: number; right: number; bottom: number } | null = null;
  for (let i = 0; i < a.data.length; i += 3) {
    if (a.data[i] === b.data[i] && a.data[i + 1] === b.data[i + 1] && a.data[i + 2] === b.data[i + 2]) continue;
    const x = (i / 3) % a.width;
    const y = Math.floor(i / 3 / a.width);
    box = box
      ? { left: Math.min(box.left, x), top: box.top, right: Math.max(box.right, x), bottom: y }
      : { left: x, top: y, right: x, bottom: y };
  }
  return box;
}

describe('layout', () => {
  test('cells stand side by side up to five, then in balanced rows', async () => {
    const sizes = await Promise.all(
      [1, 2, 4, 5].map(async (count) => {
        const { width, height } = await render({ ...base, cells: Array.from({ length: count }, () => cell(green)) });
        return { width, height };
      }),
    );
    const [two, three, five, six] = sizes as [Sheet, Sheet, Sheet, Sheet];
    expect(five.width - three.width).toBe(2 * (three.width - two.width));
    expect(five.height).toBe(two.height);
    expect(six.width).toBe(three.width);
    expect(six.height).toBeGreaterThan(1.5 * five.height);
  });

  test('without cells the reference stands alone', async () => {
    const alone = await render({ ...base, cells: [] });
    expect(alone.width).toBeLessThan((await render(base)).width);
  });

  test('pictures keep their shape: wide ones make a lower sheet', async () => {
    const wide = picture(64, 32, 3, [0, 160, 0]);
    const square = await render(base);
    const low = await render({ ...base, reference: cell(wide), cells: [cell(wide)] });
    expect(low.width).toBe(square.width);
    expect(low.height).toBeLessThan(square.height);
  });

  test('an error map under any picture makes room for a row of them', async () => {
    const map = new Float32Array(256).fill(1);
    const mapped = await render({ ...base, cells: [cell(green, map)] });
    const plain = await render(base);
    expect(mapped.height).toBeGreaterThan(1.3 * plain.height);
  });
});

describe('pictures', () => {
  const centres = (sheet: Sheet) => [sheet.width * 0.27, sheet.width * 0.73] as const;

  test('show their own colours, the reference first', async () => {
    const red = picture(16, 16, 3, [200, 30, 30]);
    const sheet = await render({ ...base, cells: [cell(red)] });
    const [first, second] = centres(sheet);
    expect(sheet.at(first, 400)).toEqual([0, 160, 0]);
    expect(sheet.at(second, 400)).toEqual([200, 30, 30]);
  });

  test('lie on a light ground where they are transparent, the sheet itself is dark and opaque', async () => {
    const sheet = await render({ ...base, cells: [cell(picture(16, 16, 4, [0, 0, 0], 0))] });
    const [, second] = centres(sheet);
    expect(Math.min(...sheet.at(second, 400))).toBeGreaterThan(220);
    expect(sheet.at(2, 2)).toEqual([0x1c, 0x1c, 0x1e]);
  });

  test('errors are shown from black for none to light yellow for the largest', async () => {
    const map = (value: number) => new Float32Array(256).fill(value);
    const none = await render({ ...base, cells: [cell(green, map(0))] });
    const most = await render({ ...base, cells: [cell(green, map(1))] });
    const [, second] = centres(none);
    expect(none.at(second, none.height - 200)).toEqual([0, 0, 4]);
    expect(most.at(second, most.height - 200)).toEqual([252, 253, 191]);
  });
});

describe('lettering', () => {
  const changed = async (change: Partial<Cell>) => {
    const sheet = await render(base);
    const box = difference(sheet, await render({ ...base, cells: [{ ...cell(green), ...change }] }));
    return box && { ...box, sheet };
  };

  test.each<[string, Partial<Cell>]>([
    ['name', { name: 'PCM' }],
    ['detail', { detail: 'frugal' }],
    ['energy', { energy: '9.87 mJ' }],
    ['time', { time: '59 s' }],
    ['figures', { figures: [{ label: 'PSNR', value: '31.2 dB' }] }],
  ])('the %s is drawn under its own picture', async (_, change) => {
    const box = (await changed(change))!;
    expect(box).not.toBeNull();
    expect(box.left).toBeGreaterThan(box.sheet.width / 2);
    expect(box.top).toBeGreaterThan(600);
  });

  test('title and subtitle are drawn above the pictures', async () => {
    const sheet = await render(base);
    for (const change of [{ title: 'a blue apple' }, { subtitle: 'Seed 8' }]) {
      const box = difference(sheet, await render({ ...base, ...change }))!;
      expect(box.bottom).toBeLessThan(250);
    }
  });

  test('what is too long ends in an ellipsis inside its room', async () => {
    const long = 'a very long prompt '.repeat(100);
    const box = difference(await render({ ...base, title: '' }), await render({ ...base, title: long }))!;
    const sheet = await render(base);
    expect(box.right).toBeLessThanOrEqual(sheet.width - 80);
    expect(box.right).toBeGreaterThan(sheet.width * 0.8);
    const name = (await changed({ name: 'A chip with a name that nobody would want to read' }))!;
    expect(name.right).toBeLessThan(sheet.width - 80);
  });

  test('Greek, Cyrillic and accented letters are drawn, other characters left out, markup taken literally', async () => {
    const blank = await render({ ...base, title: '' });
    for (const title of ['Ω', 'Ж', 'ő', 'ế', '</svg>&']) {
      expect(difference(blank, await render({ ...base, title })), title).not.toBeNull();
    }
    expect(difference(blank, await render({ ...base, title: '🍕' }))).toBeNull();
  });
});

test('the same comparison gives the same bytes', async () => {
  expect((await renderComparison(base)).equals(await renderComparison(base))).toBe(true);
});

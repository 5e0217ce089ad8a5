import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { textWidth, wrap } from '../../src/main/sheets/lettering.ts';
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

  test('a title takes up to three lines and ends in an ellipsis inside its room; names stay on one line', async () => {
    const words = (count: number) => ({ ...base, title: 'a long prompt '.repeat(count) });
    const [one, two, three, cut] = await Promise.all([1, 5, 8, 1000].map((count) => render(words(count))));
    const line = two!.height - one!.height;
    expect(line).toBeGreaterThan(0);
    expect([three!.height, cut!.height]).toEqual([two!.height + line, two!.height + line]);
    const title = difference(three!, cut!)!;
    expect(title.right).toBeLessThanOrEqual(cut!.width - 80);
    expect(title.right).toBeGreaterThan(cut!.width * 0.8);
    const name = (await changed({ name: 'A chip with a name that nobody would want to read' }))!;
    expect(name.right).toBeLessThan(name.sheet.width - 80);
  });

  test('Chinese is drawn, each text in its own characters, in the title and under the pictures', async () => {
    const blank = await render({ ...base, title: '' });
    const apple = await render({ ...base, title: '一只红苹果' });
    const cat = await render({ ...base, title: '一只蓝小猫' });
    expect(difference(blank, apple)).not.toBeNull();
    expect(difference(apple, cat)).not.toBeNull();
    expect((await changed({ name: '阻变存储器' }))!.left).toBeGreaterThan(blank.width / 2);
    expect(difference(apple, await render({ ...base, title: '一只红苹果，还有' }))).not.toBeNull();
  });

  test('Chinese without spaces is broken into lines, and none begins with a comma', async () => {
    const title = '红苹果，'.repeat(40);
    const lines = wrap(title, 400, 99, 24, 600);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.join('')).toBe(title);
    for (const line of lines) expect(line).toMatch(/^[^，]+/);
  });

  test('what has no place to break is broken where the line ends', () => {
    const lines = wrap('x'.repeat(300), 400, 99, 24, 600);
    expect(lines.join('')).toBe('x'.repeat(300));
    for (const line of lines) expect(textWidth(line, 24, 600)).toBeLessThanOrEqual(400);
  });

  test('line ends become spaces', async () => {
    const spaced = await render({ ...base, title: 'a red apple' });
    expect(difference(spaced, await render({ ...base, title: ' a red\r\n\tapple\n' }))).toBeNull();
  });

  test('Greek, Cyrillic and accented letters are drawn, markup is taken literally', async () => {
    const blank = await render({ ...base, title: '' });
    const sheets = await Promise.all(['Ω', 'Ж', 'ő', 'ế', '</svg>&'].map((title) => render({ ...base, title })));
    for (const sheet of sheets) expect(difference(blank, sheet)).not.toBeNull();
    for (const sheet of sheets.slice(1)) expect(difference(sheets[0]!, sheet)).not.toBeNull();
  });

  test('a character that no font has is one box, whatever it is made of', async () => {
    const pizza = await render({ ...base, title: '🍕' });
    expect(difference(await render({ ...base, title: '' }), pizza)).not.toBeNull();
    for (const title of ['龘', '𠮷', '한', '👩‍👩‍👧', '❤️', 'ﷺ', '\ud800']) {
      expect(difference(pizza, await render({ ...base, title })), title).toBeNull();
    }
    expect(difference(pizza, await render({ ...base, title: '🍕🍕' }))).not.toBeNull();
  });

  test('a prompt of millions of characters is read as far as it could be shown', () => {
    expect(wrap('长'.repeat(3_000_000), 400, 3, 24, 600).at(-1)).toMatch(/^长+…$/);
    expect(wrap(`a${'\u0301'.repeat(1_000_000)}`, 400, 3, 24, 600)).toEqual([expect.stringMatching(/…$/)]);
  });
});

test('the same comparison gives the same bytes', async () => {
  expect((await renderComparison(base)).equals(await renderComparison(base))).toBe(true);
});

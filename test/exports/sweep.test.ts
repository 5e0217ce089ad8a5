import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sweep } from '../../src/shared/contract/queue.ts';
import type { LanguageId } from '../../src/shared/locales/index.ts';
import { painted } from '../library/painted.ts';
import { openSource, type Source } from './open-source.ts';
import { parseCsv } from './parse-csv.ts';

let source: Source;
let ids: number[];
beforeAll(async () => {
  source = await openSource();
  ids = [];
  for (const [index, steps] of [4, 8, 12, 16].entries()) {
    ids.push(await source.library.save({ result: painted({ steps, seed: 5 }, 0.01 * (index + 1)), sweepId: null }));
  }
});
afterAll(() => source.close());

type Cell = Sweep['cells'][number];
const job: NonNullable<Cell['job']> = {
  id: 1,
  state: 'queued',
  prompt: 'a red apple, 3d style',
  seed: 5,
  width: 24,
  height: 16,
  steps: 4,
  chipName: 'Exact',
  precision: 'balanced',
  createdAt: 0,
  finishedAt: null,
  sweepId: 1,
  sweepIndex: 0,
  pictureId: null,
  error: null,
  previewUrl: null,
};
const done = (id: number): Cell => ({
  job: { ...job, state: 'done', pictureId: id },
  picture: source.library.pictures.summaries([id])[0]!,
});

function sweep(axes: Sweep['axes'], cells: Cell[]): number {
  const id = source.sweeps.size + 1;
  source.sweeps.set(id, { id, createdAt: 0, axes, cells });
  return id;
}
const grid = (cells: Cell[] = ids.map(done)) =>
  sweep({ x: { field: 'steps', values: [4, 8] }, y: { field: 'adcBits', values: [6, 8] } }, cells);
const row = () => sweep({ x: { field: 'steps', values: [4, 8, 12, 16] }, y: null }, ids.map(done));

describe('the table', () => {
  const table = async (sweepId: number) => {
    const { bytes, fileName, type } = await source.fetch({ what: 'sweep-table', sweepId });
    const [head, ...rows] = parseCsv(bytes.toString('utf8'));
    return { fileName, type, rows: rows.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i]]))) };
  };

  test('has a row for each cell with what was swept and every figure', async () => {
    source.library.pictures.setFidelity(ids[3]!, {
      psnr: null,
      ssim: 1,
      msSsim: 0.5,
      haarPsi: 0.25,
      flip: 0.125,
    });
    const { fileName, type, rows } = await table(grid());
    expect(fileName).toMatch(/^a-red-apple-3d-style-sweep-\d+\.csv$/);
    expect(type).toBe('text/csv; charset=utf-8');
    expect(rows.map((cells) => [cells.swept_steps, cells.swept_adc_bits])).toEqual([
      ['4', '6'],
      ['8', '6'],
      ['4', '8'],
      ['8', '8'],
    ]);
    const details = source.library.pictures.get({ id: ids[3]! });
    expect(rows[3]).toMatchObject({
      state: 'done',
      picture: String(ids[3]),
      prompt: 'a red apple, 3d style',
      seed: '5',
      steps: '16',
      energy_J: '0.04',
      energy_adc_J: String(details.energy!.components.adc),
      energy_shift_add_J: String(details.energy!.components.shiftAdd),
      energy_high_J: String(details.energy!.uncertainty.high),
      programming_J: '0.1',
      adc_clipped: '10',
      time_s: '2',
      preparation_s: '0.5',
      baseline_gpu_J: '1',
      psnr_dB: 'inf',
      ms_ssim: '0.5',
      haar_psi: '0.25',
      flip: '0.125',
      sha256: details.hash,
      chip_age_s: '86400',
    });
    expect(rows[0]).toMatchObject({ psnr_dB: '', flip: '' });
  });

  test('one swept field is one column', async () => {
    const { rows } = await table(row());
    expect(rows).toHaveLength(4);
    expect(Object.keys(rows[0]!)[1]).toBe('state');
  });

  test('cells without a picture say why and what was asked for', async () => {
    const states = [job, { ...job, state: 'failed' as const }, { ...job, state: 'done' as const, pictureId: 1 }, null];
    const { rows } = await table(grid(states.map((state) => ({ job: state, picture: null }))));
    expect(rows.map(({ state, energy_J }) => [state, energy_J])).toEqual([
      ['queued', ''],
      ['failed', ''],
      ['trashed', ''],
      ['', ''],
    ]);
    expect(rows[0]).toMatchObject({ seed: '5', chip_name: 'Exact' });
  });
});

describe('the sheet', () => {
  const sheet = async (sweepId: number, language: LanguageId = 'en') => {
    const { bytes, fileName, type } = await source.fetch({ what: 'sweep-sheet', sweepId, language });
    expect(type).toBe('image/png');
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    return { fileName, bytes, data, width: info.width, height: info.height };
  };

  test('is a PNG named after its prompt, the same each time', async () => {
    const id = grid();
    const { fileName, bytes } = await sheet(id);
    expect(fileName).toBe(`a-red-apple-3d-style-sweep-${id}.png`);
    expect(bytes.equals((await sheet(id)).bytes)).toBe(true);
  });

  test('is lettered in the language that was asked for', async () => {
    const id = grid();
    expect((await sheet(id, 'zh')).bytes.equals((await sheet(id)).bytes)).toBe(false);
  });

  test('a grid has a row for each value, a long row is broken', async () => {
    const two = await sheet(grid());
    const wide = await sheet(
      sweep({ x: { field: 'steps', values: [4, 8, 12, 16] }, y: { field: 'age', values: [0] } }, ids.map(done)),
    );
    expect(wide.width).toBeGreaterThan(1.5 * two.width);
    expect(wide.height).toBeLessThan(two.height);
    const many = Array.from({ length: 12 }, (_, n) => n);
    const broken = await sheet(
      sweep(
        { x: { field: 'seed', values: many }, y: null },
        many.map(() => done(ids[0]!)),
      ),
    );
    expect(broken.width).toBeLessThan(1.5 * wide.width);
    expect(broken.height).toBeGreaterThan(2 * wide.height);
  });

  test('every label, name, figure and picture is drawn', async () => {
    const before = await sheet(grid());
    const changes: [string, () => number][] = [
      [
        'x value',
        () => sweep({ x: { field: 'steps', values: [4, 9] }, y: { field: 'adcBits', values: [6, 8] } }, ids.map(done)),
      ],
      [
        'y value',
        () => sweep({ x: { field: 'steps', values: [4, 8] }, y: { field: 'adcBits', values: [6, 9] } }, ids.map(done)),
      ],
      [
        'x name',
        () =>
          sweep({ x: { field: 'guidance', values: [4, 8] }, y: { field: 'adcBits', values: [6, 8] } }, ids.map(done)),
      ],
      [
        'y name',
        () =>
          sweep({ x: { field: 'steps', values: [4, 8] }, y: { field: 'inputBits', values: [6, 8] } }, ids.map(done)),
      ],
      ['order', () => grid([...ids].reverse().map(done))],
      ['an empty cell', () => grid([...ids.slice(0, 3).map(done), { job, picture: null }])],
    ];
    for (const [what, make] of changes) {
      const after = await sheet(make());
      expect(after.bytes.equals(before.bytes), what).toBe(false);
    }
  });

  test('a chip stands under its name, not its id', async () => {
    const cells = ids.slice(0, 2).map(done);
    const byId = await sheet(sweep({ x: { field: 'chip', values: ['exact', 'exact'] }, y: null }, cells));
    const byName = await sheet(sweep({ x: { field: 'chip', values: ['anything', 'else'] }, y: null }, cells));
    expect(byName.data.equals(byId.data)).toBe(true);
  });

  test('a hundred columns stay within what image viewers open', async () => {
    const values = Array.from({ length: 100 }, (_, n) => n);
    const cells = values.map((n) => (n === 0 ? done(ids[0]!) : { job, picture: null }));
    const { width, height } = await sheet(
      sweep({ x: { field: 'seed', values }, y: { field: 'steps', values: [1] } }, cells),
    );
    expect(Math.max(width, height)).toBeLessThanOrEqual(8000);
  });
});

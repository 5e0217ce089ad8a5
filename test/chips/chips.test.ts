import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listChips, loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-chips-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('the six chips of the manual ship, each under its own id', async () => {
  const ids = (await listChips()).map((chip) => chip.id);
  expect(ids).toEqual(['exact', 'ideal-8bit', 'pcm', 'reram', 'sram-analog', 'sram-digital']);
  for (const id of ids) expect((await loadChip(id)).id).toBe(id);
});

test('a copy of a profile in a file is the same chip', async () => {
  const pcm = await loadChip('pcm');
  expect(await loadChip(file('mine.json', pcm))).toEqual(pcm);
});

test('an unknown chip is answered with the near one and the list', async () => {
  await expect(loadChip('pmc')).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining("did you mean 'pcm'"),
    todo: expect.stringContaining('sram-digital'),
  });
});

test('a chip file that is missing, no JSON, or impossible is refused and named', async () => {
  const pcm = (await loadChip('pcm')) as unknown as { tile: object };
  const missing = join(folder, 'none.json');
  const broken = file('broken.json', '{"kind":');
  const impossible = file('impossible.json', { ...pcm, tile: { ...pcm.tile, rows: -4 } });
  await expect(loadChip(missing)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(missing),
  });
  await expect(loadChip(broken)).rejects.toMatchObject({ code: 'bad-chip', message: expect.stringContaining(broken) });
  await expect(loadChip(impossible)).rejects.toMatchObject({
    code: 'bad-chip',
    message: expect.stringContaining('rows'),
  });
  await expect(loadChip(folder.concat('.json'))).rejects.toMatchObject({ code: 'not-found' });
});

test('the presets load, a plan takes the name of its file, and exact changes nothing', async () => {
  for (const name of ['balanced', 'frugal']) expect((await loadPrecision(name)).name).toBe(name);
  expect(await loadPrecision('exact')).toEqual({ name: 'exact', plan: { default: {}, overrides: [] } });
  const plan = { default: { adcBits: 5 }, overrides: [{ layers: 'unet.**', steps: [0, 0.5], inputBits: 4 }] };
  expect(await loadPrecision(file('mine.json', plan))).toEqual({ name: 'mine', plan });
});

test('an unknown preset is bad usage, an impossible plan is a bad plan', async () => {
  await expect(loadPrecision('frugl')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining("'frugal'"),
  });
  const impossible = file('impossible.json', { default: { adcBits: 99 } });
  await expect(loadPrecision(impossible)).rejects.toMatchObject({
    code: 'bad-plan',
    message: expect.stringContaining('adcBits'),
  });
});

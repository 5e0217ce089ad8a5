import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, type TestContext, test } from 'vitest';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createMaintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import { painted } from '../library/painted.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';
import { group, rounds } from './tally.ts';

const disks = group('disks');

/** A library on a small disk of its own. */
async function onSmallDisk(context: TestContext, pictures: number): Promise<{ disk: SmallDisk; library: Library }> {
  const disk = smallDisk(context, 24);
  const library = await openLibrary({ folder: disk.path });
  onTestFinished(() => library.close());
  for (let seed = 0; seed < pictures; seed++) await library.save({ result: painted({ seed }), sweepId: null });
  return { disk, library };
}

async function files(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter(
    (name) => !/^(reserved-space|\.filler|library\.)/.test(name),
  );
}

test('on a full disk no picture is half kept, and the trash can be emptied, however full it is', async (context) => {
  const { disk, library } = await onSmallDisk(context, 20);
  for (const leave of [0, 4096, 60_000].slice(0, rounds(2, 3))) {
    await disks.attempt(async () => {
      disk.free();
      for (let seed = 100; seed < 110; seed++) await library.save({ result: painted({ seed }), sweepId: null });
      const before = await files(disk.path);
      disk.fill(leave);
      const saved: number[] = [];
      for (let seed = 1000; seed < 1040; seed++) {
        await library.save({ result: painted({ seed }), sweepId: null }).then(
          (id) => saved.push(id),
          (error) => {
            expect(error).toMatchObject({ code: 'unwritable' });
            expect(error.line).toMatch(/full/);
          },
        );
      }
      for (const id of saved) expect(existsSync(library.pictures.file(id)!.path)).toBe(true);
      const ids = library.pictures
        .list({ filter: {}, sort: 'newest', offset: 0, limit: 1000 })
        .items.map(({ id }) => id);
      library.pictures.trash({ ids });
      await library.pictures.emptyTrash();
      expect(library.pictures.facets()).toMatchObject({ total: 0, trashed: 0 });
      expect((await files(disk.path)).filter((name) => /^pictures.*png$/.test(name))).toEqual([]);
      expect(before.length).toBeGreaterThan(0);
    });
  }
  disk.free();
  await library.save({ result: painted({ seed: 5000 }), sweepId: null });
});

test('a library opens on a full disk, and its trash works', async (context) => {
  const { disk, library } = await onSmallDisk(context, 10);
  library.pictures.trash({ ids: [1, 2] });
  await library.close();
  disk.fill();
  await disks.attempt(async () => {
    const again = await openLibrary({ folder: disk.path });
    onTestFinished(() => again.close());
    expect(again.pictures.facets()).toMatchObject({ total: 8, trashed: 2 });
    again.pictures.restore({ ids: [1] });
    await again.pictures.emptyTrash();
    expect(again.pictures.facets()).toMatchObject({ total: 9, trashed: 0 });
    await again.close();
  });
});

test('a choice, a board and a backup that find the disk full say so; the backups that are there stay', async (context) => {
  const { disk, library } = await onSmallDisk(context, 10);
  const kept = await library.maintenance.backUp();
  disk.fill();
  const long = 'x'.repeat(100_000);
  await disks.attempt(async () => {
    expect(() => library.settings.set('theme', long)).toThrow(/full/);
    await expect(library.maintenance.backUp()).rejects.toMatchObject({ code: 'unwritable' });
    await expect(library.maintenance.verify({ pause: 0 })).rejects.toMatchObject({ code: 'unwritable' });
    expect(await readdir(join(disk.path, 'backups'))).toEqual([kept.name]);
    expect(readdirSync(disk.path).filter((name) => name.includes('checking'))).toEqual([]);
  });
});

test('a restore that finds no room changes nothing', async (context) => {
  const { disk, library } = await onSmallDisk(context, 10);
  const { name } = await library.maintenance.backUp();
  await library.close();
  const reopenable = await openReopenableLibrary({ folder: disk.path }, (open) => ({
    library: open,
    close: () => open.close(),
  }));
  onTestFinished(() => reopenable.close());
  const maintenance = createMaintenance({
    folder: disk.path,
    reopenable: () => reopenable,
    publish() {},
    now: Date.now,
  });
  disk.fill();
  await disks.attempt(async () => {
    await expect(maintenance.restore(name)).rejects.toMatchObject({ code: 'unwritable' });
    expect(reopenable.opened().library.pictures.facets().total).toBe(10);
  });
});

test('a read-only disk is explained, and nothing on it is changed', async (context) => {
  const { disk, library } = await onSmallDisk(context, 3);
  await library.close();
  const before = await readFile(join(disk.path, 'library.db'));
  disk.setReadOnly(true);
  await disks.attempt(async () => {
    await expect(openLibrary({ folder: disk.path })).rejects.toMatchObject({ code: 'unwritable' });
    expect(await readFile(join(disk.path, 'library.db'))).toEqual(before);
  });
  disk.setReadOnly(false);
  const again = await openLibrary({ folder: disk.path });
  expect(again.pictures.facets().total).toBe(3);
  await again.close();
});

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createMaintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import { killHard, startChild } from '../library/child.ts';
import { temporaryFolder } from '../library/folder.ts';
import { group, rounds } from './tally.ts';

const kills = group('kills');

test('killed at any moment, also while it is backed up, restored or rebuilt, a library loses nothing', async () => {
  const folder = await temporaryFolder();
  const kept = new Set<number>();
  for (let round = 0; round < rounds(6, 60); round++) {
    await kills.attempt(async () => {
      const child = startChild(new URL('./live-forever.ts', import.meta.url), folder, String(round * 1000 + 1));
      let said = '';
      child.stdout!.on('data', (data) => {
        said += data;
      });
      const ended = new Promise((_, reject) =>
        child.on('exit', () => reject(new Error(`it ended by itself: ${said}`))),
      );
      ended.catch(() => {});
      // So that every kind of work is hit, at a different point each time.
      const works = round % 5;
      while (said.split('worked').length <= works) await Promise.race([sleep(5), ended]);
      await sleep((round * 37) % 150);
      await killHard(child);
      for (const [, what, seed] of said.matchAll(/(saved|purging) (\d+)\n/g)) {
        if (what === 'saved') kept.add(Number(seed));
        else kept.delete(Number(seed));
      }

      const reopenable = await openReopenableLibrary({ folder }, (library) => ({
        library,
        close: () => library.close(),
      }));
      try {
        const { library } = reopenable.opened();
        expect(library.db.pragma('integrity_check', { simple: true })).toBe('ok');
        await createMaintenance({ folder, reopenable: () => reopenable, publish() {}, now: Date.now }).takeIn();
        const seeds = new Set(library.db.prepare('SELECT seed FROM pictures').pluck().all());
        expect([...kept].filter((seed) => !seeds.has(seed))).toEqual([]);
        expect(library.db.prepare('SELECT count(*) FROM picture_details').pluck().get()).toBe(seeds.size);
        for (const name of await readdir(folder, { recursive: true })) {
          expect(name).not.toMatch(/\.tmp$/);
          if (!/^pictures.*\.png$/.test(name)) continue;
          const hash = createHash('sha256')
            .update(await readFile(join(folder, name)))
            .digest('hex');
          expect(name).toContain(hash);
        }
      } finally {
        await reopenable.close();
      }
    });
  }
  expect(kept.size).toBeGreaterThan(10);
}, 900_000);

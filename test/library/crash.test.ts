import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { killHard, startChild } from './child.ts';
import { temporaryFolder, testLibrary } from './folder.ts';

test('killed at any moment, it loses no picture it reported and leaves no stray file', async () => {
  const folder = await temporaryFolder();
  const saved = new Set<number>();
  for (let round = 0; round < 4; round++) {
    const child = startChild(new URL('./save-forever.ts', import.meta.url), folder, String(round * 1000 + 1));
    let output = '';
    child.stdout!.on('data', (data) => {
      output += data;
    });
    while (output.split('saved').length < 5) await sleep(5);
    // So that the kills hit different parts of the work.
    await sleep(Math.random() * 100);
    await killHard(child);
    for (const [, what, id] of output.matchAll(/(saved|purging) (\d+)\n/g)) {
      if (what === 'saved') saved.add(Number(id));
      else saved.delete(Number(id));
    }

    const library = await testLibrary({ folder });
    expect(library.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(library.reconciled.missing).toEqual([]);
    // A picture may be in the trash: the kill came before its purge was announced.
    const rows = library.db.prepare('SELECT id FROM pictures').pluck().all() as number[];
    for (const id of saved) {
      if (rows.includes(id)) expect(existsSync(library.pictures.file(id)!.path)).toBe(true);
      else expect(`picture ${id} is there`).toBe(`picture ${id} is lost`);
    }
    const files = await readdir(folder, { recursive: true });
    // A picture that the kill caught before its row was there is set aside, with whatever earlier kills left.
    const pictures = files.filter((file) => file.endsWith('.png'));
    expect(pictures).toHaveLength(rows.length + (await library.maintenance.setAside()));
    expect(files.filter((file) => file.endsWith('.webp'))).toHaveLength(rows.length);
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    await library.close();
  }
  expect(saved.size).toBeGreaterThanOrEqual(12);
});

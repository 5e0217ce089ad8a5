import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { createMaintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import type { OhmbrushError } from '../../src/shared/errors.ts';
import { temporaryFolder } from '../library/folder.ts';
import { painted } from '../library/painted.ts';
import { group, rounds } from './tally.ts';

const states = group('states');

/** Libraries as kills leave them: database, log, pictures. Copied for each attempt. */
let ours: string;
let older: string;
let theirs: string;
const made: string[] = [];

/** Paints into a library, and copies its files while it is open. */
async function killedLibrary(from: string | null, seeds: readonly number[]): Promise<string> {
  const folder = await keptFolder();
  if (from) await cp(from, folder, { recursive: true });
  // Closed once, so that the database has pages, and the log of the second time some more.
  const first = await openLibrary({ folder });
  for (const seed of seeds) await first.save({ result: painted({ seed }), sweepId: null });
  await first.maintenance.backUp();
  await first.close();
  const library = await openLibrary({ folder });
  await library.save({ result: painted({ seed: seeds[0]! + 100 }), sweepId: null });
  const copy = await keptFolder();
  await cp(folder, copy, { recursive: true });
  await library.close();
  return copy;
}

async function keptFolder(): Promise<string> {
  const { mkdtemp } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-states-'));
  made.push(folder);
  return folder;
}

beforeAll(async () => {
  older = await killedLibrary(null, [1, 2, 3]);
  ours = await killedLibrary(older, [4, 5, 6]);
  theirs = await killedLibrary(null, [21, 22, 23]);
  return async () => {
    for (const folder of made) await rm(folder, { recursive: true, force: true });
  };
});

const file = (folder: string) => join(folder, 'library.db');
const log = (folder: string) => `${file(folder)}-wal`;

async function halve(path: string): Promise<void> {
  if (existsSync(path)) await truncate(path, Math.floor((await stat(path)).size / 2));
}

/** States in which a library's database may be found. */
const DATABASES: Record<string, (folder: string) => Promise<unknown>> = {
  'as it was': async () => {},
  missing: (folder) => rm(file(folder)),
  empty: (folder) => writeFile(file(folder), ''),
  text: (folder) => writeFile(file(folder), 'no database '.repeat(2000)),
  truncated: (folder) => halve(file(folder)),
  'a damaged page': async (folder) => {
    const bytes = await readFile(file(folder));
    const page = 1 + (bytes.length % 7);
    await writeFile(file(folder), bytes.fill(0xee, 4096 * page, 4096 * (page + 1)));
  },
  older: (folder) => cp(file(older), file(folder)),
  'of another library': (folder) => cp(file(theirs), file(folder)),
  'a backup, put there by hand': async (folder) => {
    const [name] = (await readdir(join(folder, 'backups'))).sort();
    await cp(join(folder, 'backups', name!), file(folder));
  },
};

const LOGS: Record<string, (folder: string) => Promise<unknown>> = {
  'as it was': async () => {},
  missing: (folder) => rm(log(folder), { force: true }),
  halved: (folder) => halve(log(folder)),
  'of another library': (folder) => cp(log(theirs), log(folder)),
  'of another time': (folder) => cp(log(older), log(folder)),
  garbage: (folder) => writeFile(log(folder), Buffer.alloc(40_000, 0x5a)),
};

const FILES: Record<string, (folder: string) => Promise<unknown>> = {
  'as they were': async () => {},
  'merged with those of another library': (folder) =>
    cp(join(theirs, 'pictures'), join(folder, 'pictures'), { recursive: true }),
  'without thumbnails': (folder) => rm(join(folder, 'thumbnails'), { recursive: true }),
  'with one that is no picture': async (folder) => {
    const hash = createHash('sha256').update('no picture').digest('hex');
    await mkdir(join(folder, 'pictures', hash.slice(0, 2)), { recursive: true });
    await writeFile(join(folder, 'pictures', hash.slice(0, 2), `${hash}.png`), 'no picture');
  },
  'some set aside already': async (folder) => {
    await mkdir(join(folder, 'set-aside'));
    for (const path of (await picturesIn(folder)).slice(0, 2)) {
      await rename(path, join(folder, 'set-aside', path.slice(dirname(path).length + 1)));
    }
  },
  'a purge that stopped halfway': async (folder) => {
    // A picture that was painted since to the same bytes is in its place: what is being purged is another copy.
    await mkdir(join(folder, 'purging'), { recursive: true });
    const [path] = await picturesIn(folder);
    await cp(path!, join(folder, 'purging', basename(path!)));
  },
};

/** Ways to repair a library that cannot be opened. */
const CURES = ['restore', 'rebuild'] as const;

async function picturesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.png')).map((name) => join(folder, name));
}

async function contents(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of await picturesIn(folder)) {
    found.set(
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
      path,
    );
  }
  return found;
}

test('whatever became of a library, every picture that was there is there, or set aside, and can be taken in', async () => {
  const state = fc.record({
    database: fc.constantFrom(...Object.keys(DATABASES)),
    log: fc.constantFrom(...Object.keys(LOGS)),
    files: fc.constantFrom(...Object.keys(FILES)),
    cure: fc.constantFrom(...CURES),
  });
  await fc.assert(
    fc.asyncProperty(state, ({ database, log, files, cure }) =>
      states.attempt(async () => {
        const folder = await keptFolder();
        await cp(ours, folder, { recursive: true });
        await DATABASES[database]!(folder);
        await LOGS[log]!(folder);
        await FILES[files]!(folder);
        const before = [...(await contents(folder)).keys()].sort();

        const reopenable = await openReopenableLibrary({ folder }, (library) => ({
          library,
          close: () => library.close(),
        }));
        try {
          const maintenance = createMaintenance({ folder, reopenable: () => reopenable, publish() {}, now: Date.now });
          expect([...(await contents(folder)).keys()].sort()).toEqual(before);
          const repair = async () => {
            const [backup] = (await maintenance.status()).backups;
            if (cure === 'restore' && backup) await maintenance.restore(backup.name);
            else await maintenance.rebuild();
          };
          if (reopenable.problem) await repair();
          await maintenance.takeIn().catch(async (error: OhmbrushError) => {
            // Damage that only a write finds: then it is reported, and nothing is lost.
            expect(error.code).toBe('bad-library');
            await repair();
            await maintenance.takeIn();
          });
          const { library } = reopenable.opened();
          const kept = await contents(folder);
          expect([...kept.keys()].sort()).toEqual(before);
          // All but what is no picture have a row again, or are another painting of one that has.
          const rows = new Set(library.db.prepare('SELECT hash FROM pictures').pluck().all());
          for (const [hash, path] of kept) {
            if (!rows.has(hash)) expect(path).toMatch(/set-aside/);
          }
          expect((await maintenance.status()).setAside).toBe(0);
        } finally {
          await reopenable.close();
          await rm(folder, { recursive: true });
        }
      }),
    ),
    { numRuns: rounds(25, 400), ...(rounds(1, 2) === 1 && { seed: 16 }) },
  );
}, 600_000);

test('a folder that cannot be read is reported, and its pictures do not count as missing', async () => {
  const folder = await temporaryFolder();
  await cp(ours, folder, { recursive: true });
  await rename(join(folder, 'pictures'), join(folder, 'unplugged'));
  await writeFile(join(folder, 'pictures'), 'no folder');
  const library = await openLibrary({ folder });
  onTestFinished(() => library.close());
  expect(library.reconciled).toMatchObject({ missing: [], setAside: 0 });
  expect(library.reconciled.unreadable).toEqual(['pictures: ENOTDIR']);
});

test('a library that is renamed or removed while it is open is not written to, and says so', async () => {
  const folder = await temporaryFolder();
  await cp(ours, folder, { recursive: true });
  const library = await openLibrary({ folder });
  onTestFinished(() => library.close());
  const before = library.pictures.facets().total;
  for (const become of ['renamed', 'replaced by another'] as const) {
    if (become === 'renamed') await rename(folder, `${folder}-moved`);
    else await cp(theirs, folder, { recursive: true });
    onTestFinished(() => rm(`${folder}-moved`, { recursive: true, force: true }));
    await expect(library.save({ result: painted({ seed: 77 }), sweepId: null })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('no longer'),
    });
    expect(() => library.pictures.star({ ids: [1], star: true })).toThrow('no longer');
    await expect(library.pictures.png(1)).rejects.toMatchObject({ code: 'unavailable' });
    if (become === 'renamed') expect(existsSync(folder)).toBe(false);
  }
  await rm(folder, { recursive: true });
  await rename(`${folder}-moved`, folder);
  await library.save({ result: painted({ seed: 77 }), sweepId: null });
  expect(library.pictures.facets().total).toBe(before + 1);
});

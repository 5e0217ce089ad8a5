import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** What marks the fuses in Electron's binary (@electron/fuses, constants). */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const hook: { default(context: object): Promise<void> } = await import(
  new URL('../../scripts/electron-fuses.mjs', import.meta.url).href
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ohmbrush-fuses-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A file with as many fuses as Electron has now, in their state as shipped. */
function binaryWith(fuses: number): Promise<void> {
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, fuses]), Buffer.from('1'.repeat(fuses))]);
  return writeFile(join(folder, 'ohmbrush'), Buffer.concat([Buffer.alloc(4096), wire, Buffer.alloc(4096)]));
}

const context = () => ({
  appOutDir: folder,
  electronPlatformName: 'linux',
  packager: { executableName: 'ohmbrush', appInfo: { productFilename: 'Ohmbrush' } },
});

test('the hook after packing leaves no way around the packed app', async () => {
  await binaryWith(9);
  await hook.default(context());
  const wire = await getCurrentFuseWire(join(folder, 'ohmbrush'));
  const on = Object.entries(FuseV1Options).filter(
    ([, index]) => typeof index === 'number' && wire[index as FuseV1Options] === FuseState.ENABLE,
  );
  expect(on.map(([name]) => name).sort()).toEqual([
    'EnableCookieEncryption',
    'EnableEmbeddedAsarIntegrityValidation',
    'OnlyLoadAppFromAsar',
    'WasmTrapHandlers',
  ]);
});

test('a fuse that a newer Electron adds has to be decided on', async () => {
  await binaryWith(10);
  await expect(hook.default(context())).rejects.toThrow();
});

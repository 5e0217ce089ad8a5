import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cacheFolder, libraryFolder } from '../../src/main/folders.ts';

const { platform } = process;
const home = (...parts: string[]) => join(homedir(), ...parts);

beforeEach(() => {
  for (const name of ['XDG_CACHE_HOME', 'XDG_DATA_HOME', 'APPDATA', 'LOCALAPPDATA']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  Object.defineProperty(process, 'platform', { value: platform });
});

/** The folder of the first version: existing libraries must be found. */
test.each([
  ['linux', home('.local/share/ohmbrush'), home('.cache/ohmbrush')],
  ['darwin', home('Library/Application Support/Ohmbrush'), home('Library/Caches/ohmbrush')],
  ['win32', home('AppData/Roaming/Ohmbrush'), home('AppData/Local/ohmbrush/Cache')],
])('on %s the library and the cache stay where they are', (system, library, cache) => {
  Object.defineProperty(process, 'platform', { value: system });
  expect(libraryFolder()).toBe(library);
  expect(cacheFolder()).toBe(cache);
});

test('folders that the system names are used', () => {
  vi.stubEnv('XDG_CACHE_HOME', '/caches');
  vi.stubEnv('XDG_DATA_HOME', '/data');
  vi.stubEnv('APPDATA', '/roaming');
  vi.stubEnv('LOCALAPPDATA', '/local');
  Object.defineProperty(process, 'platform', { value: 'linux' });
  expect([libraryFolder(), cacheFolder()]).toEqual([join('/data/ohmbrush'), join('/caches/ohmbrush')]);
  Object.defineProperty(process, 'platform', { value: 'win32' });
  expect([libraryFolder(), cacheFolder()]).toEqual([join('/roaming/Ohmbrush'), join('/local/ohmbrush/Cache')]);
});

import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this system keeps what can be computed again. */
export function cacheFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ohmbrush');
  if (process.platform === 'win32') {
    return join(process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'ohmbrush', 'Cache');
  }
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ohmbrush');
}

/** Where this system keeps what its user made: the library, unless another folder is named. */
export function libraryFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Ohmbrush');
  if (process.platform === 'win32') {
    return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Ohmbrush');
  }
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'ohmbrush');
}

/** Folder with more models beside those that ship, or undefined. */
export function modelsFolder(): string | undefined {
  return process.env.OHMBRUSH_MODELS;
}

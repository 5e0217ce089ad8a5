import { dirname } from 'node:path';
import envPaths from 'env-paths';

/** Where this system keeps what can be computed again. */
export function cacheFolder(): string {
  return envPaths('ohmbrush', { suffix: '' }).cache;
}

/** Where this system keeps what its user made: the library, unless another folder is named. */
export function libraryFolder(): string {
  // Libraries lie in %APPDATA%\Ohmbrush, which env-paths has for settings only: nobody's library moves.
  if (process.platform === 'win32') return dirname(envPaths('Ohmbrush', { suffix: '' }).config);
  return envPaths(process.platform === 'darwin' ? 'Ohmbrush' : 'ohmbrush', { suffix: '' }).data;
}

/** Folder with more models beside those that ship, or undefined. */
export function modelsFolder(): string | undefined {
  return process.env.OHMBRUSH_MODELS;
}

import { dirname } from 'node:path';
import envPaths from 'env-paths';

/** The system's folder for data that can be computed again. */
export function cacheFolder(): string {
  return envPaths('ohmbrush', { suffix: '' }).cache;
}

/** The system's folder for user data: it holds the library, unless another folder is given. */
export function libraryFolder(): string {
  // Libraries are in %APPDATA%\Ohmbrush, where env-paths puts settings only: existing libraries must not move.
  if (process.platform === 'win32') return dirname(envPaths('Ohmbrush', { suffix: '' }).config);
  return envPaths(process.platform === 'darwin' ? 'Ohmbrush' : 'ohmbrush', { suffix: '' }).data;
}

/** Folder with more models beside the built-in ones, or undefined. */
export function modelsFolder(): string | undefined {
  return process.env.OHMBRUSH_MODELS;
}

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

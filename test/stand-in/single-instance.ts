import { readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One process for each folder of user data. @param onSecond called in the first when another one tries */
export function takeInstanceLock(folder: string, onSecond: () => void): boolean {
  const lock = join(folder, 'instance');
  const knock = join(folder, 'second-instance');
  const owner = readOwner(lock);
  if (owner !== null && isAlive(owner)) {
    writeFileSync(knock, String(process.pid));
    return false;
  }
  // Created together with its text, so that no reader finds it empty.
  writeFileSync(`${lock}.new`, String(process.pid));
  renameSync(`${lock}.new`, lock);
  watch(folder, (_, name) => {
    if (name === 'second-instance') onSecond();
  }).unref();
  return true;
}

function readOwner(lock: string): number | null {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

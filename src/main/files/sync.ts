import { open } from 'node:fs/promises';

/** Resolves when what was written to the file would survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  // Windows flushes only what is open for writing.
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same for a new name in a folder: a rename is on the disk when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and journals the rename by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

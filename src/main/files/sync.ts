import { open } from 'node:fs/promises';

/** Resolves once the file's content would survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  // Windows flushes only files that are open for writing.
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same for a folder's entries: a rename survives a power cut only once its folder is flushed. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and journals renames itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

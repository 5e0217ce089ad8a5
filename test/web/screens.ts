import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const PAGE = '<!doctype html><title>Ohmbrush</title>';

/** Placeholder for the built renderer where a test is about the server. */
export async function writeScreens(folder: string): Promise<string> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'assets/index-1a2b3c.js'), 'export {};');
  return folder;
}

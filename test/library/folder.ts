import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Library, LibraryOptions } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';

/** An empty folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-library-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new library, or the one in `folder`, that is closed after the test. */
export async function testLibrary(options: Partial<LibraryOptions> = {}): Promise<Library> {
  const library = await openLibrary({ folder: await temporaryFolder(), ...options });
  onTestFinished(() => library.close());
  return library;
}

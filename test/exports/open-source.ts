import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createExports, type Exports } from '../../src/main/exports/exports.ts';
import type { Library } from '../../src/main/library/open-library.ts';
import { openLibrary } from '../../src/main/library/open-library.ts';
import type { ExportRequest } from '../../src/shared/contract/pictures.ts';
import type { Sweep } from '../../src/shared/contract/queue.ts';

export interface Source {
  readonly library: Library;
  /** The sweeps of the queue. */
  readonly sweeps: Map<number, Sweep>;
  readonly exports: Exports;
  /** The bytes of an export, fetched as a screen fetches them. */
  fetch(request: ExportRequest): Promise<{ fileName: string; type: string; bytes: Buffer }>;
  /** The file of a picture in the library. */
  file(id: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** A real library in a folder of its own, and exports from it. */
export async function openSource(): Promise<Source> {
  const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-exports-'));
  const library = await openLibrary({ folder });
  const sweeps = new Map<number, Sweep>();
  const exports = createExports({ library, queue: { sweeps: { get: (id) => sweeps.get(id)! } } });
  return {
    library,
    sweeps,
    exports,
    async fetch(request) {
      const ticket = await exports.prepare(request);
      const file = exports.open(ticket.url.split('/').at(-1)!)!;
      const bytes = Buffer.from(await new Response(file.body).arrayBuffer());
      return { fileName: ticket.fileName, type: file.type, bytes };
    },
    file: (id) => readFile(library.pictures.file(id)!.path),
    async close() {
      await library.close();
      await rm(folder, { recursive: true });
    },
  };
}

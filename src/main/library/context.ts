import type PQueue from 'p-queue';
import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import type { Changeable } from '../../shared/contract/events.ts';
import type { Facets } from '../../shared/contract/pictures.ts';
import type { MemoCache } from '../../shared/memo-cache.ts';
import type { Db } from '../database/db.ts';
import type { PictureFiles } from './picture-files.ts';
import type { PictureReader } from './picture-reader.ts';
import type { SetAside } from './set-aside.ts';
import type { Statements } from './statements.ts';

/** What the functions of the library share. */
export interface LibraryContext {
  readonly folder: string;
  readonly db: Db;
  readonly sql: Statements;
  readonly files: PictureFiles;
  readonly setAside: SetAside;
  /** Of pictures that come in. */
  readonly reader: PictureReader;
  /** Held by whatever writes or removes files: no picture is purged between the write of its file and its row. */
  readonly lock: PQueue;
  /** Held while the database is copied: a copy first removes what an earlier one left unfinished. */
  readonly copying: PQueue;
  /** Fires when the library is closed. */
  readonly closing: AbortSignal;
  /** What can be painted on without being saved here. */
  readonly shippedChips: readonly ChipProfile[];
  /** The one of them that computes without a chip. */
  readonly exactChip: ChipProfile;
  /** Ids of pictures by filter and sort. Forgotten, as facets are, whenever something changes. */
  readonly lists: MemoCache<readonly number[]>;
  readonly facets: MemoCache<Facets>;
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws OhmbrushError 'unavailable' when the folder was renamed, removed or unplugged since it was opened */
  assertInPlace(): void;
  /** Call after the commit. */
  changed(...what: Changeable[]): void;
}

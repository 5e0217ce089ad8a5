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

/** State that the functions of the library share. */
export interface LibraryContext {
  readonly folder: string;
  readonly db: Db;
  readonly sql: Statements;
  readonly files: PictureFiles;
  readonly setAside: SetAside;
  /** Reader of incoming pictures. */
  readonly reader: PictureReader;
  /**
   * Held by all operations that write or remove files: no picture is purged between the write of its file and its row.
   */
  readonly lock: PQueue;
  /** Held while the database is copied: a copy first removes unfinished earlier ones. */
  readonly copying: PQueue;
  /** Fires when the library is closed. */
  readonly closing: AbortSignal;
  /** Chips that can be painted on without being saved here. */
  readonly shippedChips: readonly ChipProfile[];
  /** The one of them that computes without a chip. */
  readonly exactChip: ChipProfile;
  /** Ids of pictures by filter and sort. Cleared, like the facets, whenever something changes. */
  readonly lists: MemoCache<readonly number[]>;
  readonly facets: MemoCache<Facets>;
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws OhmbrushError 'unavailable' when the folder was renamed, removed or unplugged since it was opened */
  assertInPlace(): void;
  /** To be called after the commit. */
  changed(...what: Changeable[]): void;
}

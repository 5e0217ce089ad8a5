import type { Changeable } from '../../shared/contract/events.ts';
import type { Recent } from '../../shared/recent.ts';
import type { Db } from '../database/db.ts';
import type { Lock } from './lock.ts';
import type { PictureFiles } from './picture-files.ts';
import type { PictureReader } from './picture-reader.ts';
import type { SetAside } from './set-aside.ts';
import type { Statements } from './statements.ts';

/** What the rooms of the library share. */
export interface LibraryContext {
  readonly folder: string;
  readonly db: Db;
  readonly sql: Statements;
  readonly files: PictureFiles;
  readonly setAside: SetAside;
  /** Of pictures that come in. */
  readonly reader: PictureReader;
  /** Held by whatever writes or removes files. */
  readonly lock: Lock;
  /** Forgotten whenever pictures change. */
  readonly answers: Recent<unknown>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Call after the commit. */
  changed(...what: Changeable[]): void;
}

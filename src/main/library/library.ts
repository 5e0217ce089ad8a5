import type { z } from 'zod';
import type { Json } from '../../shared/bounded-json.ts';
import type { ChipProfile } from '../../shared/chip/chip-profile.ts';
import type { Changeable } from '../../shared/contract/events.ts';
import type { Backup, TakenIn, UnreadItem, VerifyReport } from '../../shared/contract/maintenance.ts';
import type {
  Board,
  Facets,
  FidelityFigures,
  Imported,
  listInputSchema,
  Page,
  PictureDetails,
  PictureFilter,
  PictureSort,
  PictureSummary,
} from '../../shared/contract/pictures.ts';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import type { JobDraft } from '../../shared/recipe/draft.ts';
import type { Recipe } from '../../shared/recipe/recipe.ts';
import type { Db } from '../database/db.ts';
import type { FidelityPair } from './fidelity.ts';
import type { PastPrompt } from './prompts.ts';
import type { Reconciled } from './reconcile.ts';
import type { Painted } from './save-painted.ts';
import type { ThroughputQuery } from './throughput.ts';
import type { VerifyOptions } from './verify.ts';

export interface LibraryOptions {
  /**
   * Made if it is not there. Holds library.db, pictures/, thumbnails/, backups/; and where something went wrong
   * set-aside/ (pictures that the database does not know) and replaced/ (databases that were).
   */
  folder: string;
  /** Milliseconds since 1970; left out: the system's clock. */
  now?: () => number;
  /** Called after each commit with what a screen should ask for again. */
  onChange?: (what: Changeable[]) => void;
}

/** Pictures, their files, and everything said about them. What waits for nothing but SQLite is synchronous. */
export interface Library {
  readonly folder: string;
  readonly db: Db;
  /** What the start found and put right. */
  readonly reconciled: Reconciled;
  /** @throws OhmbrushError 'unavailable' when the folder was renamed, removed or unplugged since it was opened */
  assertInPlace(): void;
  /** Keeps a painted picture; `inTransaction` runs in the transaction that adds its rows. Returns its id. */
  save(painted: Painted, inTransaction?: (pictureId: number) => void): Promise<number>;
  /** @throws OhmbrushError 'bad-file': not a PNG, damaged, or too large */
  importPng(bytes: Buffer, fileName: string, source?: 'imported' | 'bundled'): Promise<Imported>;
  readonly pictures: {
    list(input: z.infer<typeof listInputSchema>): Page;
    /** Place of a picture in a list, or null if the filter leaves it out. */
    place(input: { filter: PictureFilter; sort: PictureSort; id: number }): number | null;
    /** @throws OhmbrushError 'not-found' */
    get(input: { id: number }): PictureDetails;
    facets(): Facets;
    /** In the order of the ids, without those that no picture has. */
    summaries(ids: readonly number[]): PictureSummary[];
    star(input: { ids: number[]; star: boolean }): void;
    rate(input: { ids: number[]; rating: number }): void;
    tag(input: { ids: number[]; add: string[]; remove: string[] }): void;
    trash(input: { ids: number[] }): void;
    restore(input: { ids: number[] }): void;
    /** For good; passes over what is not in the trash. */
    purge(input: { ids: number[] }): Promise<void>;
    emptyTrash(): Promise<void>;
    /** Absolute path; null for an unknown id and for a file that someone removed. */
    file(id: number): { path: string; hash: string } | null;
    /** Whether the picture is there, and its file is not. */
    isGone(id: number): boolean;
    /** The bytes of a picture's file, as it was kept. @throws OhmbrushError 'not-found', 'bad-file' or 'unavailable' */
    png(id: number): Promise<Buffer>;
    /** Absolute path of the WebP, likewise. */
    thumbnail(id: number): string | null;
    /** @throws OhmbrushError 'not-found' or 'bad-file' */
    pixels(id: number): Promise<Pixels>;
    recipe(id: number): Recipe | null;
    /** @throws OhmbrushError 'not-found' */
    exactOf(id: number): { pictureId: number | null; draft: JobDraft | null };
    awaitingFidelity(): FidelityPair[];
    setFidelity(testId: number, figures: FidelityFigures): void;
    /** Wall seconds to expect of such a picture; null before any like it was painted. */
    expectedSeconds(query: ThroughputQuery): number | null;
  };
  readonly boards: {
    list(): Board[];
    create(input: { name: string }): { id: number };
    rename(input: { id: number; name: string }): void;
    remove(input: { id: number }): void;
    add(input: { id: number; ids: number[] }): void;
    takeOut(input: { id: number; ids: number[] }): void;
    ids(boardId: number): number[];
  };
  readonly prompts: { history(): PastPrompt[] };
  /** The user's own. */
  readonly chips: { list(): ChipProfile[]; save(profile: ChipProfile): void; remove(input: { id: string }): void };
  readonly settings: { all(): Record<string, Json>; set(key: string, value: Json): void };
  readonly maintenance: {
    /** Pictures in the folder `set-aside`. */
    setAside(): Promise<number>;
    /** Pictures whose time in the trash is over only if the clock is right. */
    doubtful(): number;
    verified(): VerifyReport | null;
    /** Own chips, sweeps and settings that cannot be read. */
    unread(): UnreadItem[];
    takeIn(onProgress: (done: number, total: number) => void, signal?: AbortSignal): Promise<TakenIn>;
    backUp(onProgress?: (done: number, total: number) => void): Promise<Backup>;
    verify(options: VerifyOptions): Promise<VerifyReport>;
    /**
     * For a database that was started anew: boards, prompts, own chips and choices, as far as an older one has them.
     */
    salvageLibrary(): Promise<void>;
    /** To be called every hour or so: see library/clock.ts. */
    lookAtClock(): void;
    keepDoubtful(): void;
    purgeDoubtful(): Promise<void>;
  };
  /** Waits for what is being written. */
  close(): Promise<void>;
}

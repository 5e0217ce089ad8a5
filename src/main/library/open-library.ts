import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Changeable } from '../../shared/contract/events.ts';
import { createMemoCache } from '../../shared/memo-cache.ts';
import { listChips } from '../chips/chips.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import { openDatabase } from '../database/open-database.ts';
import { backUp } from './back-up.ts';
import { bind, bindAsync } from './bind.ts';
import * as boards from './boards.ts';
import { lookAtClock } from './clock.ts';
import type { LibraryContext } from './context.ts';
import { details } from './details.ts';
import { exactOf } from './exact.ts';
import { facets } from './facets.ts';
import { awaitingFidelity, setFidelity } from './fidelity.ts';
import { importPng } from './import-png.ts';
import { placeOf } from './in-place.ts';
import { list, place } from './list.ts';
import { rate, star, tag } from './marks.ts';
import { ownChips, removeChip, saveChip } from './own-chips.ts';
import { pictureFiles } from './picture-files.ts';
import { createPictureReader } from './picture-reader.ts';
import { pixelsOf } from './pixels.ts';
import { promptHistory } from './prompts.ts';
import { recipeOf } from './recipe-of.ts';
import { reconcile } from './reconcile.ts';
import { repairThumbnails } from './repair-thumbnails.ts';
import { reserve } from './reserve.ts';
import { salvageLibrary } from './salvage.ts';
import { savePainted } from './save-painted.ts';
import { countSetAside, setAsideFolder } from './set-aside.ts';
import { allSettings, setSetting } from './settings.ts';
import { createStatements } from './statements.ts';
import { isGone, pictureFile, readPng, thumbnailFile } from './stored-files.ts';
import { summaries } from './summary.ts';
import { takeIn } from './take-in.ts';
import { expectedSeconds } from './throughput.ts';
import { countDoubtful, emptyTrash, keepDoubtful, purge, purgeDoubtful, restore, trash } from './trash.ts';
import { unreadBesidePictures } from './unread.ts';
import { skipUsedIds } from './unused-ids.ts';
import { lastVerified, verify } from './verify.ts';

/** Lists cached until something changes: one for each list on a screen, and some for going back and forth. */
const MOST_LISTS = 8;

export interface LibraryOptions {
  /**
   * Created if missing. Holds library.db, pictures/, thumbnails/, backups/; after problems also set-aside/ (pictures
   * without a row in the database) and replaced/ (earlier databases).
   */
  folder: string;
  /** Milliseconds since 1970; left out: the system's clock. */
  now?: () => number;
  /** Called after each commit with the parts of the library that screens should query again. */
  onChange?: (what: Changeable[]) => void;
}

/**
 * Pictures, their files, and everything known about them. Calls that wait only for SQLite are synchronous. They are
 * functions of a LibraryContext, each documented where it is defined; those of the contract have the contract's names
 * and inputs.
 */
export type Library = Awaited<ReturnType<typeof openLibrary>>;

/**
 * Opens the library in a folder, or creates one there, and makes rows and files agree: see `Library.reconciled`.
 *
 * @throws OhmbrushError as `openDatabase`
 */
export async function openLibrary({ folder, now = Date.now, onChange }: LibraryOptions) {
  const shippedChips = await listChips();
  const room = reserve(folder);
  const db = await room.use(() => openDatabase(join(folder, 'library.db')));
  const closing = new AbortController();
  const context: LibraryContext = {
    folder,
    db,
    sql: createStatements(db),
    files: pictureFiles(folder),
    setAside: setAsideFolder(folder),
    reader: createPictureReader(),
    lock: new PQueue({ concurrency: 1 }),
    copying: new PQueue({ concurrency: 1 }),
    closing: closing.signal,
    shippedChips,
    exactChip: shippedChips.find(({ id }) => id === 'exact')!,
    lists: createMemoCache(MOST_LISTS),
    facets: createMemoCache(1),
    now,
    assertInPlace: placeOf(db.name),
    changed(...what) {
      context.lists.clear();
      context.facets.clear();
      onChange?.(what);
    },
  };
  const { assertInPlace } = context;
  const reconciled = await room
    .use(async () => {
      const { isOlder } = lookAtClock(context);
      const found = await reconcile(context);
      if (isOlder || found.setAside > 0) skipUsedIds(context);
      return found;
    })
    .catch((error: unknown) => {
      db.close();
      throw explainDatabaseError(error, db.name);
    });
  room.refill();
  /** File operations that have not finished. */
  const pending = new PQueue();
  void pending.add(() => repairThumbnails(context, reconciled.withoutThumbnail, closing.signal));

  /** For calls that write only to the database. */
  function write<T>(work: () => T): T {
    assertInPlace();
    try {
      return work();
    } catch (error) {
      throw explainDatabaseError(error, db.name);
    }
  }

  /** For calls that also write files. */
  async function writeFiles<T>(work: () => Promise<T>): Promise<T> {
    assertInPlace();
    try {
      return (await pending.add(work)) as T;
    } catch (error) {
      // If the folder disappeared meanwhile, that is the better error.
      assertInPlace();
      throw explainDatabaseError(error, db.name);
    }
  }

  /** For the trash, which must work on a full disk. */
  const writeAtAnyRate = <T>(work: () => T): T => write(() => room.useSync(work));
  const purgeAtAnyRate = <T>(work: () => Promise<T>): Promise<T> =>
    writeFiles(() => room.use(work)).finally(() => room.refill());

  return {
    folder,
    db,
    /** What opening the library found and repaired. */
    reconciled,
    /** @throws OhmbrushError 'unavailable' when the folder was renamed, removed or unplugged since it was opened */
    assertInPlace,
    ...bindAsync(context, { save: savePainted, importPng }, writeFiles),
    pictures: {
      ...bind(context, {
        list,
        place,
        get: details,
        facets,
        summaries,
        file: pictureFile,
        isGone,
        png: readPng,
        thumbnail: thumbnailFile,
        pixels: pixelsOf,
        recipe: recipeOf,
        exactOf,
        awaitingFidelity,
        setFidelity,
        expectedSeconds,
      }),
      ...bind(context, { star, rate, tag }, write),
      ...bind(context, { trash, restore }, writeAtAnyRate),
      ...bindAsync(context, { purge, emptyTrash }, purgeAtAnyRate),
    },
    boards: {
      ...bind(context, { list: boards.boardList, ids: boards.boardPictures }),
      ...bind(
        context,
        {
          create: boards.createBoard,
          rename: boards.renameBoard,
          remove: boards.removeBoard,
          add: boards.addToBoard,
          takeOut: boards.takeOffBoard,
        },
        write,
      ),
    },
    prompts: bind(context, { history: promptHistory }),
    /** The user's own chips. */
    chips: { ...bind(context, { list: ownChips }), ...bind(context, { save: saveChip, remove: removeChip }, write) },
    settings: { ...bind(context, { all: allSettings }), ...bind(context, { set: setSetting }, write) },
    maintenance: {
      ...bind(context, {
        setAside: countSetAside,
        doubtful: countDoubtful,
        verified: lastVerified,
        unread: unreadBesidePictures,
      }),
      ...bind(context, { lookAtClock }, write),
      ...bindAsync(context, { takeIn, backUp, verify, salvageLibrary }, writeFiles),
      ...bind(context, { keepDoubtful }, writeAtAnyRate),
      ...bindAsync(context, { purgeDoubtful }, purgeAtAnyRate),
    },
    /** Waits for pending writes. */
    async close(): Promise<void> {
      closing.abort();
      await context.reader.close();
      await pending.onIdle();
      // If the time cannot be stored, the next start only asks once more.
      try {
        // The count beside the database belongs to another library if another one is there by now.
        assertInPlace();
        lookAtClock(context);
      } catch {
        // Then the next start may ask about a clock jump that did not happen.
      }
      db.close();
    },
  };
}

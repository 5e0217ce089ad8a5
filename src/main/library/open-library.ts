import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Recent } from '../../shared/recent.ts';
import { listChips, loadChip } from '../chips/chips.ts';
import { makeBackup } from '../database/backups.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import { openDatabase } from '../database/open-database.ts';
import * as boards from './boards.ts';
import { lookAtClock } from './clock.ts';
import type { LibraryContext } from './context.ts';
import { details } from './details.ts';
import { exactOf } from './exact.ts';
import { facets } from './facets.ts';
import { awaitingFidelity, setFidelity } from './fidelity.ts';
import { importPng } from './import-png.ts';
import { placeOf } from './in-place.ts';
import type { Library, LibraryOptions } from './library.ts';
import { list, place } from './list.ts';
import { createLock } from './lock.ts';
import { rate, star, tag } from './marks.ts';
import { noPicture } from './no-picture.ts';
import { ownChips, removeChip, saveChip } from './own-chips.ts';
import { workInHand } from './pending-work.ts';
import { isThereItself, pictureFiles } from './picture-files.ts';
import { createPictureReader } from './picture-reader.ts';
import { pixelsOf } from './pixels.ts';
import { promptHistory } from './prompts.ts';
import { recipeOf } from './recipe-of.ts';
import { reconcile } from './reconcile.ts';
import { repairThumbnails } from './repair-thumbnails.ts';
import { olderDatabases } from './replace.ts';
import { reserve } from './reserve.ts';
import { salvageLibrary } from './salvage.ts';
import { savePainted } from './save-painted.ts';
import { setAsideFolder } from './set-aside.ts';
import { allSettings, setSetting } from './settings.ts';
import { createStatements } from './statements.ts';
import { summaries } from './summary.ts';
import { takeIn } from './take-in.ts';
import { expectedSeconds } from './throughput.ts';
import { countDoubtful, emptyTrash, keepDoubtful, purge, purgeDoubtful, restore, trash } from './trash.ts';
import { unreadBesidePictures } from './unread.ts';
import { skipUsedIds } from './unused-ids.ts';
import { lastVerified, verify } from './verify.ts';

/** Answers that are kept until something changes: one for each list on a screen, and some for going back and forth. */
const MOST_ANSWERS = 8;

/**
 * Opens the library in a folder, or starts one there, and makes its rows and files agree: see `Library.reconciled`.
 *
 * @throws OhmbrushError as `openDatabase`
 */
export async function openLibrary({ folder, now = Date.now, onChange }: LibraryOptions): Promise<Library> {
  const exactChip = await loadChip('exact');
  const shipped = new Set((await listChips()).map(({ id }) => id));
  const room = reserve(folder);
  const db = await room.use(() => openDatabase(join(folder, 'library.db')));
  const context: LibraryContext = {
    folder,
    db,
    sql: createStatements(db),
    files: pictureFiles(folder),
    setAside: setAsideFolder(folder),
    reader: createPictureReader(),
    lock: createLock(),
    answers: new Recent(MOST_ANSWERS),
    now,
    changed(...what) {
      context.answers.forgetAll();
      onChange?.(what);
    },
  };
  const { sql, files } = context;
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
  const assertInPlace = placeOf(db.name);
  /** One copy of the database at a time: each first removes what an earlier one left unfinished. */
  const copying = createLock();
  const closing = new AbortController();
  const inHand = workInHand();
  inHand.add(repairThumbnails(context, reconciled.withoutThumbnail, closing.signal));

  /** For what writes to the database alone. */
  function write<T>(work: () => T): T {
    assertInPlace();
    try {
      return work();
    } catch (error) {
      throw explainDatabaseError(error, db.name);
    }
  }

  /** For what writes files, too. */
  async function writeFiles<T>(work: () => Promise<T>): Promise<T> {
    assertInPlace();
    const written = work().catch((error: unknown) => {
      // A folder that went away meanwhile is the better reason.
      assertInPlace();
      throw explainDatabaseError(error, db.name);
    });
    return inHand.add(written);
  }

  /** For the trash, which has to work on a full disk. */
  const writeAtAnyRate = <T>(work: () => T): T => write(() => room.useSync(work));
  const purgeAtAnyRate = (work: () => Promise<void>): Promise<void> =>
    writeFiles(() => room.use(work)).finally(() => room.refill());

  const hashOf = (id: number) => sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string | undefined;
  return {
    folder,
    db,
    reconciled,
    assertInPlace,
    save: (painted, inTransaction) => writeFiles(() => savePainted(context, painted, inTransaction)),
    importPng: (bytes, fileName, source = 'imported') =>
      writeFiles(() => importPng(context, bytes, fileName, { source })),
    pictures: {
      list: (input) => list(context, input),
      place: (input) => place(context, input),
      get: ({ id }) => details(context, id),
      facets: () => facets(context),
      summaries: (ids) => summaries(context, ids),
      star: (input) => write(() => star(context, input)),
      rate: (input) => write(() => rate(context, input)),
      tag: (input) => write(() => tag(context, input)),
      trash: ({ ids }) => writeAtAnyRate(() => trash(context, ids)),
      restore: ({ ids }) => writeAtAnyRate(() => restore(context, ids)),
      purge: ({ ids }) => purgeAtAnyRate(() => purge(context, ids)),
      emptyTrash: () => purgeAtAnyRate(() => emptyTrash(context)),
      file(id) {
        const hash = hashOf(id);
        if (hash === undefined || !isThereItself(files.picture(hash))) return null;
        return { path: files.picture(hash), hash };
      },
      isGone(id) {
        const hash = hashOf(id);
        return hash !== undefined && !existsSync(files.picture(hash));
      },
      async png(id) {
        const hash = hashOf(id);
        if (hash === undefined) throw noPicture(id);
        try {
          return await files.read(hash);
        } catch (error) {
          assertInPlace();
          throw error;
        }
      },
      thumbnail(id) {
        const hash = hashOf(id);
        return hash !== undefined && isThereItself(files.thumbnail(hash)) ? files.thumbnail(hash) : null;
      },
      pixels: (id) => pixelsOf(context, id),
      recipe: (id) => recipeOf(context, id),
      exactOf: (id) => exactOf(context, exactChip, id),
      awaitingFidelity: () => awaitingFidelity(context),
      setFidelity: (testId, figures) => setFidelity(context, testId, figures),
      expectedSeconds: (query) => expectedSeconds(context, query),
    },
    boards: {
      list: () => boards.boardList(context),
      create: ({ name }) => write(() => boards.createBoard(context, name)),
      rename: (input) => write(() => boards.renameBoard(context, input)),
      remove: ({ id }) => write(() => boards.removeBoard(context, id)),
      add: (input) => write(() => boards.addToBoard(context, input)),
      takeOut: (input) => write(() => boards.takeOffBoard(context, input)),
      ids: (boardId) => boards.boardPictures(context, boardId),
    },
    prompts: { history: () => promptHistory(context) },
    chips: {
      list: () => ownChips(context),
      save: (profile) => write(() => saveChip(context, shipped, profile)),
      remove: ({ id }) => write(() => removeChip(context, id)),
    },
    settings: {
      all: () => allSettings(context),
      set: (key, value) => write(() => setSetting(context, key, value)),
    },
    maintenance: {
      setAside: async () => (await context.setAside.list()).length,
      doubtful: () => countDoubtful(context),
      verified: () => lastVerified(context),
      unread: () => unreadBesidePictures(db),
      takeIn: (onProgress, signal) => writeFiles(() => takeIn(context, onProgress, signal)),
      async backUp(onProgress) {
        const backup = await writeFiles(() => copying(() => makeBackup(db, now(), onProgress)));
        // What is done from now on makes the copy an older one.
        write(() => lookAtClock(context));
        return backup;
      },
      verify({ signal, ...options }) {
        const either = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
        return writeFiles(() => verify(context, copying, { ...options, signal: either }));
      },
      salvageLibrary: () => writeFiles(async () => salvageLibrary(context, await olderDatabases(folder))),
      lookAtClock: () => void write(() => lookAtClock(context)),
      keepDoubtful: () => writeAtAnyRate(() => keepDoubtful(context)),
      purgeDoubtful: () => purgeAtAnyRate(() => purgeDoubtful(context)),
    },
    async close() {
      closing.abort();
      await context.reader.close();
      await inHand.ended();
      // A clock that cannot be noted is asked about one time more.
      try {
        // The count beside the database is another's where another is there by now.
        assertInPlace();
        lookAtClock(context);
      } catch {
        // Then a jump is asked about that may have been none.
      }
      db.close();
    },
  };
}

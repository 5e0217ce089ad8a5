import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Recent } from '../../shared/recent.ts';
import { listChips, loadChip } from '../chips/chips.ts';
import { explainDatabaseError } from '../database/explain-error.ts';
import { openDatabase } from '../database/open-database.ts';
import * as boards from './boards.ts';
import type { LibraryContext } from './context.ts';
import { details } from './details.ts';
import { exactOf } from './exact.ts';
import { facets } from './facets.ts';
import { awaitingFidelity, setFidelity } from './fidelity.ts';
import { importPng } from './import-png.ts';
import { workInHand } from './in-hand.ts';
import { land } from './land.ts';
import type { Library, LibraryOptions } from './library.ts';
import { list, place } from './list.ts';
import { createLock } from './lock.ts';
import { rate, star, tag } from './marks.ts';
import { mend } from './mend.ts';
import { ownChips, removeChip, saveChip } from './own-chips.ts';
import { paceOf } from './pace.ts';
import { pictureFiles } from './picture-files.ts';
import { createPictureReader } from './picture-reader.ts';
import { pixelsOf } from './pixels.ts';
import { promptHistory } from './prompts.ts';
import { recipeOf } from './recipe-of.ts';
import { repairThumbnails } from './repair-thumbnails.ts';
import { allSettings, setSetting } from './settings.ts';
import { createStatements } from './statements.ts';
import { summaries } from './summary.ts';
import { emptyTrash, purge, restore, trash } from './trash.ts';

/** Answers that are kept until something changes: one for each list on a screen, and some for going back and forth. */
const MOST_ANSWERS = 8;

/**
 * Opens the library in a folder, or starts one there, and puts right what a crash left: see `Library.mended`.
 *
 * @throws OhmbrushError as `openDatabase`
 */
export async function openLibrary({ folder, now = Date.now, onChange }: LibraryOptions): Promise<Library> {
  const exactChip = await loadChip('exact');
  const shipped = new Set((await listChips()).map(({ id }) => id));
  const db = await openDatabase(join(folder, 'library.db'));
  const context: LibraryContext = {
    db,
    sql: createStatements(db),
    files: pictureFiles(folder),
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
  const mended = await mend(context, folder).catch((error: unknown) => {
    db.close();
    throw explainDatabaseError(error, db.name);
  });
  const closing = new AbortController();
  const inHand = workInHand();
  inHand.add(repairThumbnails(context, mended.withoutThumbnail, closing.signal));

  const hashOf = (id: number) => sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string | undefined;
  return {
    folder,
    db,
    mended,
    land: (painted, inTransaction) => inHand.add(land(context, painted, inTransaction)),
    importPng: (bytes, fileName, source = 'imported') => inHand.add(importPng(context, bytes, fileName, source)),
    pictures: {
      list: (input) => list(context, input),
      place: (input) => place(context, input),
      get: ({ id }) => details(context, id),
      facets: () => facets(context),
      summaries: (ids) => summaries(context, ids),
      star: (input) => star(context, input),
      rate: (input) => rate(context, input),
      tag: (input) => tag(context, input),
      trash: ({ ids }) => trash(context, ids),
      restore: ({ ids }) => restore(context, ids),
      purge: ({ ids }) => inHand.add(purge(context, ids)),
      emptyTrash: () => inHand.add(emptyTrash(context)),
      file(id) {
        const hash = hashOf(id);
        if (hash === undefined || !existsSync(files.picture(hash))) return null;
        return { path: files.picture(hash), hash };
      },
      thumbnail(id) {
        const hash = hashOf(id);
        return hash !== undefined && existsSync(files.thumbnail(hash)) ? files.thumbnail(hash) : null;
      },
      pixels: (id) => pixelsOf(context, id),
      recipe: (id) => recipeOf(context, id),
      exactOf: (id) => exactOf(context, exactChip, id),
      awaitingFidelity: () => awaitingFidelity(context),
      setFidelity: (testId, figures) => setFidelity(context, testId, figures),
      paceOf: (query) => paceOf(context, query),
    },
    boards: {
      list: () => boards.boardList(context),
      create: ({ name }) => boards.createBoard(context, name),
      rename: (input) => boards.renameBoard(context, input),
      remove: ({ id }) => boards.removeBoard(context, id),
      add: (input) => boards.addToBoard(context, input),
      takeOut: (input) => boards.takeOffBoard(context, input),
      ids: (boardId) => boards.boardPictures(context, boardId),
    },
    prompts: { history: () => promptHistory(context) },
    chips: {
      list: () => ownChips(context),
      save: (profile) => saveChip(context, shipped, profile),
      remove: ({ id }) => removeChip(context, id),
    },
    settings: { all: () => allSettings(context), set: (key, value) => setSetting(context, key, value) },
    async close() {
      closing.abort();
      await context.reader.close();
      await inHand.ended();
      db.close();
    },
  };
}

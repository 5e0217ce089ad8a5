import type { z } from 'zod';
import type { ExportLook, ExportRequest, exportTicketSchema, PictureSummary } from '../../shared/contract/pictures.ts';
import type { Sweep } from '../../shared/contract/queue.ts';
import { urls } from '../../shared/contract/urls.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { LanguageId } from '../../shared/locales/index.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import { fileStem, pictureNames } from './file-names.ts';
import { pictureFile, pictureFileBytes } from './picture-file.ts';
import type { ExportSource } from './source.ts';
import { sweepSheet } from './sweep-sheet.ts';
import { sweepTable } from './sweep-table.ts';
import { createTickets, type ExportFile, type OpenExport } from './tickets.ts';
import { MOST_ZIP_BYTES, tooLarge, zipStream } from './zip.ts';

export interface Exports {
  /**
   * Makes the export, or, where it is large, checks that it can be made. The ticket's URL delivers it once, complete.
   *
   * @throws OhmbrushError
   */
  prepare(request: ExportRequest): Promise<z.infer<typeof exportTicketSchema>>;
  /**
   * The file of a ticket until it has been read completely; null for any other ticket.
   *
   * @param brokenOff fires when the client lost part of the file although it had been sent to the end
   */
  open(ticket: string, brokenOff?: AbortSignal): OpenExport | null;
}

export function createExports(source: ExportSource): Exports {
  const tickets = createTickets();
  return {
    async prepare(request) {
      const file = await makeFile(source, request);
      return { url: urls.export(tickets.add(file)), fileName: file.fileName };
    },
    open: tickets.open,
  };
}

function makeFile({ library, queue }: ExportSource, request: ExportRequest): Promise<ExportFile> {
  switch (request.what) {
    case 'pictures': {
      const ids = [...new Set(request.ids)];
      return pictures(library.pictures, ids, request.look, `ohmbrush ${ids.length} pictures`);
    }
    case 'board': {
      const board = library.boards.list().find(({ id }) => id === request.boardId);
      if (!board) throw gone(phrase('this-board'));
      return pictures(library.pictures, library.boards.ids(board.id), request.look, board.name);
    }
    case 'sweep-sheet':
      return sheet(queue.sweeps.get(request.sweepId), library.pictures, request.language);
    case 'sweep-table':
      return table(queue.sweeps.get(request.sweepId), library.pictures);
  }
}

type Pictures = ExportSource['library']['pictures'];

/** One picture as a PNG, several as a zip. */
async function pictures(
  source: Pictures,
  ids: readonly number[],
  look: ExportLook,
  zipName: string,
): Promise<ExportFile> {
  const found = new Map(source.summaries(ids).map((summary) => [summary.id, summary]));
  const chosen = ids.map((id) => found.get(id) ?? missing(id));
  const names = pictureNames(chosen);
  if (chosen.length === 0) {
    throw new OhmbrushError('export-empty', {});
  }
  if (chosen.length === 1) {
    return { fileName: names[0]!, type: 'image/png', content: await pictureFile(source, chosen[0]!, look) };
  }
  if ((await expectedBytes(source, chosen, look)) > MOST_ZIP_BYTES) throw tooLarge();
  const entries = chosen.map((picture, index) => ({
    name: names[index]!,
    modified: picture.createdAt,
    read: () => pictureFile(source, picture, look),
  }));
  return { fileName: `${fileStem(zipName)}.zip`, type: 'application/zip', content: () => zipStream(entries) };
}

/**
 * Upper estimate of the zip's size. An enlarged picture's file grows at most with its number of pixels, because a
 * smooth filter adds no detail.
 *
 * @throws OhmbrushError naming a picture whose file cannot be read
 */
async function expectedBytes(
  source: Pictures,
  chosen: readonly PictureSummary[],
  { scale }: ExportLook,
): Promise<number> {
  let sum = 0;
  for (const { id } of chosen) sum += (await pictureFileBytes(source, id)) * scale ** 2;
  return sum;
}

async function sheet(sweep: Sweep, source: Pictures, language: LanguageId): Promise<ExportFile> {
  const content = await sweepSheet(sweep, source.pixels, language);
  return { fileName: `${sweepStem(sweep)}.png`, type: 'image/png', content };
}

async function table(sweep: Sweep, source: Pictures): Promise<ExportFile> {
  const content = Buffer.from(
    sweepTable(sweep, (id) => source.get({ id })),
    'utf8',
  );
  return { fileName: `${sweepStem(sweep)}.csv`, type: 'text/csv; charset=utf-8', content };
}

function sweepStem({ id, cells }: Sweep): string {
  const prompt = cells.map(({ job, picture }) => (picture ?? job)?.prompt).find((text) => text !== undefined);
  return `${fileStem(prompt ?? 'sweep')}-sweep-${id}`;
}

function missing(id: number): never {
  throw gone(phrase('picture-number', { id }));
}

function gone(what: Value): OhmbrushError {
  return new OhmbrushError('export-gone', { what });
}

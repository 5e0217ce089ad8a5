import { basename } from 'node:path';
import { Hono } from 'hono';
import { readRegularFile } from '../../node/regular-file.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import type { Exports } from '../exports/exports.ts';
import { MOST_PNG_BYTES } from '../files/png-chunks.ts';
import { ignoreMissing } from '../files/write-file.ts';
import type { Heatmaps } from '../heatmaps/heatmaps.ts';
import type { Library } from '../library/open-library.ts';
import type { Queue } from '../queue/queue.ts';
import { attachment } from './attachment.ts';
import { createBodyReader } from './read-body.ts';
import { refusal } from './refusal.ts';

interface MediaComponents {
  readonly library: Pick<Library, 'importPng'> & {
    readonly pictures: Pick<Library['pictures'], 'png' | 'thumbnail'>;
  };
  readonly queue: Pick<Queue, 'preview'>;
  readonly exports: Pick<Exports, 'open'>;
  readonly heatmaps: Pick<Heatmaps, 'png'>;
}

/** Largest total of concurrent imports; pages import one file after the other. */
const MOST_OPEN_BYTES = 2 * MOST_PNG_BYTES;

/** A WebP of 320 pixels a side takes about a hundredth of it. */
const MOST_THUMBNAIL_BYTES = 2 ** 22;

/** Ids are never reused, so the content never changes. */
const FOREVER = 'private, max-age=31536000, immutable';
/** A later version may compute the metric differently. */
const FOR_AN_HOUR = 'private, max-age=3600';
const NEVER = 'no-store';

/** Serves the URLs of shared/contract/urls.ts to every request that the host admits. */
export function createMediaRoutes({ library, queue, exports, heatmaps }: MediaComponents): {
  fetch(request: Request): Promise<Response>;
} {
  const app = new Hono();
  const bodies = createBodyReader(MOST_PNG_BYTES, MOST_OPEN_BYTES);
  app.onError(refusal);
  app.notFound(() => {
    throw nothingHere();
  });

  app.get('/pictures/:name', async (c) => {
    const id = numberOf(c.req.param('name'), '.png');
    return body(await library.pictures.png(id), 'image/png', FOREVER);
  });
  app.get('/thumbnails/:name', (c) => {
    const id = numberOf(c.req.param('name'), '.webp');
    return file(library.pictures.thumbnail(id), phrase('thumbnail-of', { id }), 'image/webp');
  });
  app.get('/previews/:job/:name', (c) => {
    const preview = queue.preview(numberOf(c.req.param('job')), numberOf(c.req.param('name'), '.png'));
    if (!preview) throw missing(phrase('this-preview'));
    return body(preview, 'image/png', NEVER);
  });
  app.get('/flip/:reference/:name', async (c) => {
    const map = await heatmaps.png(numberOf(c.req.param('reference')), numberOf(c.req.param('name'), '.png'));
    return body(map, 'image/png', FOR_AN_HOUR);
  });
  app.get('/exports/:ticket', (c) => {
    const file = exports.open(c.req.param('ticket'), c.req.raw.signal);
    if (!file) {
      throw new OhmbrushError('export-spent', {});
    }
    const response = body(file.body, file.type, NEVER, file.size);
    response.headers.set('content-disposition', attachment(file.fileName));
    return response;
  });
  app.post('/import', async (c) => {
    const name = fileName(c.req.header('x-file-name'));
    return Response.json(await bodies.read(c.req.raw, (bytes) => library.importPng(bytes, name)));
  });
  return { fetch: async (request) => app.fetch(request) };
}

/** '12.png' -> 12. @throws OhmbrushError 'not-found' for anything else */
function numberOf(name: string, ending = ''): number {
  const digits = name.endsWith(ending) ? name.slice(0, name.length - ending.length) : '';
  if (!/^[0-9]{1,15}$/.test(digits)) throw nothingHere();
  return Number(digits);
}

async function file(path: string | null | undefined, what: Value, type: string): Promise<Response> {
  const bytes = path ? await readRegularFile(path, MOST_THUMBNAIL_BYTES).catch(ignoreMissing) : undefined;
  if (!bytes) throw missing(what);
  return body(bytes, type, FOREVER);
}

/** @param size bytes; default: the buffer's length */
function body(
  content: Buffer | ReadableStream,
  type: string,
  cacheControl: string,
  size = content instanceof Buffer ? content.length : null,
): Response {
  const headers = new Headers({ 'content-type': type, 'cache-control': cacheControl });
  // Makes broken transfers recognisable, and lets downloads show their progress.
  if (size !== null) headers.set('content-length', String(size));
  return new Response(content as BodyInit, { headers });
}

function missing(what: Value): OhmbrushError {
  return new OhmbrushError('not-in-library', { what });
}

function nothingHere(): OhmbrushError {
  return new OhmbrushError('address-unknown', {});
}

/** The file's name as its owner knows it, for errors; never a path. */
function fileName(header: string | undefined): string {
  if (header === undefined) return 'the picture';
  try {
    return basename(decodeURIComponent(header)).slice(0, 200) || 'the picture';
  } catch {
    throw new OhmbrushError('file-name-unencoded', {});
  }
}

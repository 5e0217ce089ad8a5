/** The worker thread that reads pictures from outside: all work on untrusted bytes happens here. */
import sharp from 'sharp';
import { OhmbrushError } from '../../shared/errors.ts';
import { readOrNull } from '../../shared/formats/format.ts';
import { listedOf } from '../../shared/recipe/listed.ts';
import { type PngChunk, readPngChunks, writePngChunks } from '../files/png-chunks.ts';
import { readPainting, withoutPainting } from '../files/png-painting.ts';
import { recipeIn } from '../files/png-recipe.ts';
import { findText } from '../files/png-text.ts';
import { lookChunks } from '../files/png-text-chunks.ts';
import { readA1111Parameters } from '../files/read-a1111-parameters.ts';
import { reasonOf } from '../files/reason-of.ts';
import { serveTasks } from '../threads/serve-tasks.ts';
import { fromRecipe } from './from-recipe.ts';
import { hashOf } from './picture-files.ts';
import { makeThumbnail } from './thumbnail.ts';

export interface PictureToRead {
  readonly bytes: Uint8Array;
  /** What to call it in an error. */
  readonly fileName: string;
}

export type ReadPicture = Awaited<ReturnType<typeof readPicture>>;

const MOST_PIXELS = 64 * 1024 * 1024;

/** Far more than other tools write under 'parameters'. */
const MOST_PARAMETERS = 1 << 16;

/**
 * Sharp uses threads that cannot be ended from here: it has to stop by itself, before this thread's own time is over.
 */
const DECODING_SECONDS = 15;

serveTasks(readPicture);

/** @throws OhmbrushError 'bad-file': not a PNG, damaged, or of too many pixels; 'too-much' */
async function readPicture({ bytes, fileName }: PictureToRead) {
  const chunks = readChunks(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), fileName);
  // The decoder gets no texts, because it would unpack them all.
  const look = writePngChunks(lookChunks(chunks));
  return {
    ...(await sizeOf(look, fileName)),
    thumbnail: await thumbnailOf(look, fileName),
    ...whatItSays(chunks),
    painting: paintingIn(chunks),
    contentHash: hashOf(withoutPainting(bytes, chunks)),
  };
}

/** A note that cannot be read stays in the file; a verification of the library reports it. */
function paintingIn(chunks: readonly PngChunk[]) {
  return readOrNull(readPainting(chunks));
}

function readChunks(bytes: Buffer, fileName: string): PngChunk[] {
  try {
    return readPngChunks(bytes, fileName);
  } catch (error) {
    throw new OhmbrushError('import-unreadable', { why: reasonOf(error) });
  }
}

async function sizeOf(png: Buffer, fileName: string) {
  const { width, height, hasAlpha } = await sharp(png, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      throw new OhmbrushError('import-damaged', { file: fileName, why: error.message });
    });
  if (width * height > MOST_PIXELS) {
    const millions = MOST_PIXELS / 1024 / 1024;
    throw new OhmbrushError('import-too-many-pixels', { file: fileName, width, height, millions });
  }
  return { width, height, hasAlpha };
}

function thumbnailOf(png: Buffer, fileName: string): Promise<Buffer> {
  return makeThumbnail(png, DECODING_SECONDS).catch((error: Error) => {
    if (error.message.startsWith('timeout:')) {
      throw new OhmbrushError('decoding-too-slow', { seconds: DECODING_SECONDS, file: fileName });
    }
    throw new OhmbrushError('import-undecodable', { file: fileName, why: error.message });
  });
}

/** Our recipe, otherwise other tools' parameters: a file whose recipe cannot be read has our parameters, too. */
function whatItSays(chunks: readonly PngChunk[]) {
  const found = recipeIn(chunks);
  if (found?.decoded.state === 'read') {
    return { knows: 'recipe', said: fromRecipe(found.decoded.value), unread: null } as const;
  }
  const text = findText(chunks, 'parameters', MOST_PARAMETERS);
  const said = {
    recipe: null,
    unreadRecipe: found?.text ?? null,
    chipName: null,
    ...listedOf(readA1111Parameters(text ?? '')),
  };
  return { knows: text === undefined ? 'nothing' : 'parameters', said, unread: found?.decoded ?? null } as const;
}

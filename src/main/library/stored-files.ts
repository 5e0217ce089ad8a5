import { existsSync } from 'node:fs';
import type { LibraryContext } from './context.ts';
import { noPicture } from './no-picture.ts';
import { isThereItself } from './picture-files.ts';

/** Absolute path and hash; null for an unknown id and for a file that was removed. */
export function pictureFile(context: LibraryContext, id: number): { path: string; hash: string } | null {
  const hash = hashOfPicture(context, id);
  if (hash === undefined || !isThereItself(context.files.picture(hash))) return null;
  return { path: context.files.picture(hash), hash };
}

/** Whether the picture has a row but its file is missing. */
export function isGone(context: LibraryContext, id: number): boolean {
  const hash = hashOfPicture(context, id);
  return hash !== undefined && !existsSync(context.files.picture(hash));
}

/** The content of a picture's file, checked. @throws OhmbrushError 'not-found', 'bad-file' or 'unavailable' */
export async function readPng(context: LibraryContext, id: number): Promise<Buffer> {
  const hash = hashOfPicture(context, id);
  if (hash === undefined) throw noPicture(id);
  try {
    return await context.files.read(hash);
  } catch (error) {
    // If the folder disappeared, that is the better error.
    context.assertInPlace();
    throw error;
  }
}

/** Absolute path of the WebP; null for an unknown id and for a file that was removed. */
export function thumbnailFile(context: LibraryContext, id: number): string | null {
  const hash = hashOfPicture(context, id);
  const path = hash === undefined ? null : context.files.thumbnail(hash);
  return path !== null && isThereItself(path) ? path : null;
}

function hashOfPicture({ sql }: LibraryContext, id: number): string | undefined {
  return sql('SELECT hash FROM pictures WHERE id = ?').pluck().get(id) as string | undefined;
}

import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { slug } from '../../files/slug.ts';

/**
 * Absolute paths for the pictures of one run. An explicit name is used as it is and overwritten; with several pictures
 * it is numbered from 1 (apple-1.png, apple-2.png). Otherwise names are made of prompt and seed, in the current folder,
 * and never replace an existing file.
 */
export function outputNames(out: string | undefined, pictures: readonly { prompt: string; seed: number }[]): string[] {
  if (out === undefined) return pictures.map(({ prompt, seed }) => freeName(`${slug(prompt)}-${seed}`));
  if (pictures.length === 1) return [resolve(out)];
  const ending = extname(out);
  return pictures.map((_, i) => resolve(`${out.slice(0, -ending.length)}-${i + 1}${ending}`));
}

/** `stem.png`, or the first of `stem-2.png`, `stem-3.png`, ... that does not exist. */
export function freeName(stem: string): string {
  for (let n = 1; ; n++) {
    const path = resolve(n === 1 ? `${stem}.png` : `${stem}-${n}.png`);
    if (!existsSync(path)) return path;
  }
}

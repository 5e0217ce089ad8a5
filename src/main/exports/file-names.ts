import { slug } from '../files/slug.ts';

/** Device names of Windows, which no file there may have, whatever its ending. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** A text as the name of a file on any system, without an ending. */
export function fileStem(text: string): string {
  const name = slug(text);
  return DEVICES.test(name) ? `${name}-` : name;
}

interface Named {
  readonly prompt: string;
  readonly seed: number | null;
}

/**
 * One name for each picture, made of prompt and seed, each only once: 'a-red-apple-7.png', 'a-red-apple-7-2.png'. Names that
 * differ only in case count as the same, as they do on Windows and macOS.
 */
export function pictureNames(pictures: readonly Named[]): string[] {
  const taken = new Set<string>();
  const numbers = new Map<string, number>();
  return pictures.map(({ prompt, seed }) => {
    const stem = seed === null ? fileStem(prompt) : `${slug(prompt)}-${seed}`;
    for (let n = (numbers.get(stem) ?? 0) + 1; ; n++) {
      const name = n === 1 ? `${stem}.png` : `${stem}-${n}.png`;
      const key = name.toUpperCase();
      if (taken.has(key)) continue;
      taken.add(key);
      numbers.set(stem, n);
      return name;
    }
  });
}

import { slug } from '../files/slug.ts';

/** Device names on Windows, where no file may have them with any extension. */
const DEVICES = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** A text as a file name, without extension, that is valid on every system. */
export function fileStem(text: string): string {
  const name = slug(text);
  return DEVICES.test(name) ? `${name}-` : name;
}

interface Named {
  readonly prompt: string;
  readonly seed: number | null;
}

/**
 * A unique name for each picture, made of prompt and seed: 'a-red-apple-7.png', 'a-red-apple-7-2.png'. Names that
 * differ only in case count as equal, as on Windows and macOS.
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

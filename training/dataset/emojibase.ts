/** What is read of one entry of emojibase-data's data.json, in any language. */
export interface Emoji {
  hexcode: string;
  label: string;
  tags?: string[] | null;
}

/** Reads a JSON file of an npm package: the package's name, then the path in it. */
export type ReadPackage = <T>(...parts: string[]) => T;

/** An emoji's name, then its tags. */
export const textsOf = (emoji: Emoji): string[] => [emoji.label, ...(emoji.tags ?? [])];

/** The words as the tokenizer will see them: lower case, without accents and punctuation. */
export const splitEnglish = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g) ?? [];

/** The runs of Chinese characters; 的 joins a property to its thing, so it cuts a run into words of two or more. */
export const splitChinese = (text: string): string[] =>
  (text.match(/[㐀-䶿一-鿿]+/g) ?? []).flatMap((run) =>
    run.includes('的') ? run.split('的').filter((part) => part.length > 1) : [run],
  );

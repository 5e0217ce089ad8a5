import fs from 'node:fs';
import path from 'node:path';
import { type Emoji, splitChinese, splitEnglish, textsOf } from './emojibase.ts';

const LONGEST = 4; // longer names are phrases: the tokenizer cuts them into the words they are made of
const COLOURED = /^([红橙黄绿蓝紫粉白黑灰棕青]色?)(.+)$/;
const HEADS = '头脸'; // 'tiger head' is cut into tiger and head
const EQUIVALENTS = 4;

/** A Chinese word and what it means: English words and how much each of them counts. */
export type Meanings = Map<string, [english: string, weight: number][]>;

/**
 * The Chinese words captions and artists use: those of artist-words-zh.tsv, and emojibase's names and tags of up to
 * four characters. The meaning of a word of emojibase is what the English names of the emoji that bear it have in
 * common.
 *
 * @param folder where artist-words-zh.tsv is
 */
export function chineseWords(folder: string, english: Emoji[], chinese: Emoji[]): Meanings {
  const { given, parts } = readGiven(path.join(folder, 'artist-words-zh.tsv'));
  const bearers = bearersOf(chinese, (text) =>
    splitChinese(text).filter((run) => run.length <= LONGEST && !parts.has(run)),
  );
  for (const word of given.keys()) if (!bearers.has(word)) bearers.set(word, new Set());
  const englishBearers = bearersOf(english, splitEnglish);
  const englishByHex = new Map(english.map((emoji) => [emoji.hexcode, emoji]));
  const meanings: Meanings = new Map();
  for (const [word, hexcodes] of bearers) {
    const known = given.get(word);
    if (known !== undefined) meanings.set(word, known);
    else if (!isCompound(word, bearers)) meanings.set(word, shared(hexcodes, englishByHex, englishBearers));
  }
  return meanings;
}

/** Lines of 'word, tab, English equivalents'; '-' instead of them: the tokenizer shall cut the word into its parts. */
function readGiven(file: string): { given: Meanings; parts: Set<string> } {
  const given: Meanings = new Map();
  const parts = new Set<string>();
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [word, equivalents] = line.split('\t');
    if (equivalents === undefined) throw new Error(`artist-words-zh.tsv: no tab in '${line}'`);
    if (equivalents.trim() === '-') parts.add(word);
    else
      given.set(
        word,
        splitEnglish(equivalents).map((english) => [english, 1]),
      );
  }
  return { given, parts };
}

/** For each word of the emoji's names and tags, the emoji that bear it. */
function bearersOf(emojis: Emoji[], split: (text: string) => string[]): Map<string, Set<string>> {
  const bearers = new Map<string, Set<string>>();
  for (const emoji of emojis)
    for (const word of textsOf(emoji).flatMap(split)) {
      if (!bearers.has(word)) bearers.set(word, new Set());
      bearers.get(word)!.add(emoji.hexcode);
    }
  return bearers;
}

/**
 * Whether its parts say the same: a colour and a thing, an animal and its head, two words that make four characters.
 */
function isCompound(word: string, words: { has(word: string): boolean }): boolean {
  if (word.length < 3) return false;
  const coloured = COLOURED.exec(word);
  if (coloured !== null && words.has(coloured[1]) && words.has(coloured[2])) return true;
  if (HEADS.includes(word.at(-1)!) && words.has(word.slice(0, -1))) return true;
  return word.length === 4 && [1, 2].some((cut) => words.has(word.slice(0, cut)) && words.has(word.slice(cut)));
}

/**
 * The English words whose emoji are most nearly the same as the given ones (Dice's coefficient), names counting more
 * than tags.
 */
function shared(
  hexcodes: Set<string>,
  emojis: Map<string, Emoji>,
  englishBearers: Map<string, Set<string>>,
): [string, number][] {
  const both = new Map<string, number>();
  for (const hexcode of hexcodes) {
    const emoji = emojis.get(hexcode);
    if (emoji === undefined) continue;
    const named = new Set(splitEnglish(emoji.label));
    for (const word of new Set(textsOf(emoji).flatMap(splitEnglish)))
      both.set(word, (both.get(word) ?? 0) + (named.has(word) ? 2 : 1));
  }
  return [...both]
    .map(([word, count]): [string, number] => {
      const alike = (2 * count) / (hexcodes.size + englishBearers.get(word)!.size);
      return [word, alike * alike];
    })
    .sort((a, b) => b[1] - a[1])
    .slice(0, EQUIVALENTS);
}

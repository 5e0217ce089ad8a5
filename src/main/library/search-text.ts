/** Scripts written without spaces (and Hangul, whose words carry endings): each character is a word of its own. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const EACH_UNSPACED = new RegExp(UNSPACED, 'gu');

/** A prompt as the search index takes it in. FTS5's tokenizer cuts at spaces, so unspaced scripts get some. */
export function searchText(prompt: string): string {
  return prompt.replace(EACH_UNSPACED, ' $& ');
}

/**
 * What someone typed as an FTS5 query: every word must begin a word of the prompt, a run of an unspaced script must occur
 * as it is. Null when there is nothing to search for (only spaces and signs). Whatever is typed ends up inside a quoted
 * string, so none of it is query syntax.
 */
export function matchExpression(typed: string): string | null {
  const runs = typed.match(RUNS) ?? [];
  if (runs.length === 0) return null;
  return runs.map((run) => (UNSPACED.test(run) ? `"${[...run].join(' ')}"` : `"${run}"*`)).join(' ');
}

/** Runs of one unspaced script's characters, or of the letters, digits and marks that the tokenizer keeps in one word. */
const RUNS = new RegExp(`(?:${UNSPACED.source}\\p{M}*)+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}\\p{M}\\p{Co}])+`, 'gu');

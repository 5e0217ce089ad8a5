import type { LibraryContext } from './context.ts';

/** More than anyone steps back through. */
const HISTORY_LENGTH = 500;

export interface PastPrompt {
  prompt: string;
  negativePrompt: string;
}

/** Makes a prompt the newest of the history. */
export function rememberPrompt({ sql }: LibraryContext, prompt: string, negativePrompt: string): void {
  sql('INSERT OR REPLACE INTO prompts (prompt, negative_prompt) VALUES (?, ?)').run(prompt, negativePrompt);
}

/** Newest first, without duplicates. */
export function promptHistory({ sql }: LibraryContext): PastPrompt[] {
  return sql<PastPrompt>('SELECT prompt, negative_prompt AS negativePrompt FROM prompts ORDER BY id DESC LIMIT ?').all(
    HISTORY_LENGTH,
  );
}

import type { LibraryContext } from './context.ts';

/** As many as anyone steps back through. */
const HISTORY_LENGTH = 500;

export interface PastPrompt {
  prompt: string;
  negativePrompt: string;
}

/** Makes it the newest prompt of the history. */
export function rememberPrompt({ sql }: LibraryContext, prompt: string, negativePrompt: string): void {
  sql('INSERT OR REPLACE INTO prompts (prompt, negative_prompt) VALUES (?, ?)').run(prompt, negativePrompt);
}

/** Newest first, each once. */
export function promptHistory({ sql }: LibraryContext): PastPrompt[] {
  return sql<PastPrompt>('SELECT prompt, negative_prompt AS negativePrompt FROM prompts ORDER BY id DESC LIMIT ?').all(
    HISTORY_LENGTH,
  );
}

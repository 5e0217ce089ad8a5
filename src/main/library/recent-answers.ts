/** Answers to recent questions, kept until something changes. */
export interface RecentAnswers {
  get<T>(question: string, answer: () => T): T;
  forget(): void;
}

/** One for each list on a screen, and some for going back and forth. */
const MOST = 8;

export function recentAnswers(): RecentAnswers {
  const known = new Map<string, unknown>();
  return {
    get<T>(question: string, answer: () => T): T {
      const found = known.has(question) ? known.get(question) : answer();
      // Taken out and put in again: a Map keeps the order of insertion, so the first is the one unused for longest.
      known.delete(question);
      known.set(question, found);
      if (known.size > MOST) known.delete(known.keys().next().value!);
      return found as T;
    },
    forget: () => known.clear(),
  };
}

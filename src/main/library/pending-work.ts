/** Work that has begun and not ended. */
export interface InHand {
  /** Gives the work back. */
  add<T>(work: Promise<T>): Promise<T>;
  /** Resolves when none is left, however it ended. */
  ended(): Promise<void>;
}

export function workInHand(): InHand {
  const works = new Set<Promise<unknown>>();
  return {
    add(work) {
      const end = work.then(
        () => {},
        () => {},
      );
      works.add(end);
      end.then(() => works.delete(end));
      return work;
    },
    async ended() {
      while (works.size > 0) await Promise.all(works);
    },
  };
}

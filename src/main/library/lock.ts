/** Runs asynchronous tasks one after the other. */
export type Lock = <T>(task: () => Promise<T>) => Promise<T>;

/** For what touches files and rows together: a picture must not be purged between the write of its file and its row. */
export function createLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    last = run.catch(() => {});
    return run;
  };
}

import type { LibraryContext } from './context.ts';

/** Functions of a library, named after the calls of the contract; the first argument is the library. */
type Functions = Readonly<Record<string, (context: LibraryContext, ...args: never[]) => unknown>>;
type AsyncFunctions = Readonly<Record<string, (context: LibraryContext, ...args: never[]) => Promise<unknown>>>;

/** The same functions for one library. */
type Bound<F> = {
  readonly [Name in keyof F]: F[Name] extends (context: LibraryContext, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never;
};

/** Binds functions to one library. @param run calls one of them */
export function bind<F extends Functions>(
  context: LibraryContext,
  functions: F,
  run: <T>(work: () => T) => T = (work) => work(),
): Bound<F> {
  return bindEach(
    functions,
    (call) =>
      (...args) =>
        run(() => call(context, ...args)),
  );
}

/** The same for functions that also write files. */
export function bindAsync<F extends AsyncFunctions>(
  context: LibraryContext,
  functions: F,
  run: <T>(work: () => Promise<T>) => Promise<T>,
): Bound<F> {
  return bindEach(
    functions,
    (call) =>
      (...args) =>
        run(() => call(context, ...args)),
  );
}

function bindEach<F extends Functions>(
  functions: F,
  bound: (call: F[string]) => (...args: never[]) => unknown,
): Bound<F> {
  const entries = Object.entries(functions) as [string, F[string]][];
  return Object.fromEntries(entries.map(([name, call]) => [name, bound(call)])) as Bound<F>;
}

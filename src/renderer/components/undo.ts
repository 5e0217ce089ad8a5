import { create } from 'zustand';

interface Undoable {
  /** Shown in the toast: 'Moved 3 pictures to the trash'. */
  readonly what: string;
  undo(): Promise<unknown>;
}

/** Actions that can be undone, newest last. */
export const useUndo = create<{ readonly stack: readonly Undoable[] }>(() => ({ stack: [] }));

const DEPTH = 50;

export function pushUndo(step: Undoable): void {
  useUndo.setState(({ stack }) => ({ stack: [...stack, step].slice(-DEPTH) }));
}

/** Undoes `step`, or the newest one. A step is undone once. */
export async function undo(step = useUndo.getState().stack.at(-1)): Promise<void> {
  const { stack } = useUndo.getState();
  if (!step || !stack.includes(step)) return;
  useUndo.setState({ stack: stack.filter((other) => other !== step) });
  await step.undo();
}

import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { COMMAND_IDS, type CommandId } from '../../shared/commands.ts';

interface Handler {
  run(): void;
}

/** Newest last: the screen mounted last handles a command. */
const useHandlers = create<Partial<Record<CommandId, readonly Handler[]>>>(() => ({}));

/** Makes this component the handler of a command, while it is mounted and `enabled`. */
export function useCommand(id: CommandId, run: () => void, enabled = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!enabled) return;
    const handler = { run: () => latest.current() };
    useHandlers.setState((all) => ({ [id]: [...(all[id] ?? []), handler] }));
    return () => useHandlers.setState((all) => ({ [id]: all[id]?.filter((other) => other !== handler) ?? [] }));
  }, [id, enabled]);
}

/** Whether the command is available now. */
export function useAvailable(id: CommandId): boolean {
  return useHandlers((all) => (all[id]?.length ?? 0) > 0);
}

/** The commands that are available now, in the order of the list. */
export function useAvailableIds(): CommandId[] {
  return useHandlers(useShallow((all) => COMMAND_IDS.filter((id) => (all[id]?.length ?? 0) > 0)));
}

export function runCommand(id: CommandId): void {
  useHandlers.getState()[id]?.at(-1)?.run();
}

export function isAvailable(id: CommandId): boolean {
  return (useHandlers.getState()[id]?.length ?? 0) > 0;
}

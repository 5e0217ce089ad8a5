import { useEffect } from 'react';
import { create } from 'zustand';
import type { MaintenanceProgress, TakenIn } from '../../../shared/contract/maintenance.ts';
import { DISMISSED_NOTICES } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

interface Maintenance {
  /** The operation that this page started and that has not ended. */
  asked: MaintenanceProgress['what'] | null;
  /** Stops it, where that can be done. */
  stop: AbortController | null;
  /** Why the last operation failed. */
  problem: unknown;
  /** The dialog or the rescue screen is open and shows the problem. */
  inSight: boolean;
  /** Result of importing set-aside pictures, until it is dismissed. */
  takenIn: TakenIn | null;
  /** State of each notice when it was dismissed; null before it is loaded. */
  dismissed: Readonly<Record<string, string>> | null;
}

/** Maintenance operations started by this page. */
export const useMaintenance = create<Maintenance>(() => ({
  asked: null,
  stop: null,
  problem: null,
  inSight: false,
  takenIn: null,
  dismissed: null,
}));

/** Registers this component as the one that shows the problem, while it is mounted. */
export function useShowsProblem(): void {
  useEffect(() => {
    useMaintenance.setState({ inSight: true });
    return () => useMaintenance.setState({ inSight: false, problem: null });
  }, []);
}

export function useDismissed(): Readonly<Record<string, string>> {
  return useMaintenance(({ dismissed }) => dismissed) ?? recalledDismissed();
}

/** Hides it until its state changes. */
export function dismissNotice(kind: string, saying: string): void {
  const dismissed = { ...(useMaintenance.getState().dismissed ?? recalledDismissed()), [kind]: saying };
  useMaintenance.setState({ dismissed });
  remember(DISMISSED_NOTICES, dismissed);
}

/** Keeps dismissals of these kinds only; other notices count as never shown. */
export function forgetAllBut(kinds: readonly string[]): void {
  const before = useMaintenance.getState().dismissed ?? recalledDismissed();
  const dismissed = Object.fromEntries(Object.entries(before).filter(([kind]) => kinds.includes(kind)));
  if (Object.keys(dismissed).length === Object.keys(before).length) return;
  useMaintenance.setState({ dismissed });
  remember(DISMISSED_NOTICES, dismissed);
}

function recalledDismissed(): Readonly<Record<string, string>> {
  return recall(DISMISSED_NOTICES) ?? {};
}

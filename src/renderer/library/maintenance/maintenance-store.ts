import { useEffect } from 'react';
import { create } from 'zustand';
import type { MaintenanceProgress, TakenIn } from '../../../shared/contract/maintenance.ts';
import { DISMISSED_NOTICES } from '../../../shared/formats/settings.ts';
import { recall, remember } from '../../state/remember.ts';

interface Maintenance {
  /** What this page asked for and has no answer to yet. */
  asked: MaintenanceProgress['what'] | null;
  /** Stops it, where that can be done. */
  stop: AbortController | null;
  /** Why the last of them failed. */
  problem: unknown;
  /** It can be read in its place: the dialog or the rescue screen is there. */
  inSight: boolean;
  /** What became of the pictures that were taken in, until it is dismissed. */
  takenIn: TakenIn | null;
  /** What each notice said when it was dismissed; null before it is recalled. */
  dismissed: Readonly<Record<string, string>> | null;
}

/** Work on the library that this page asked for. */
export const useMaintenance = create<Maintenance>(() => ({
  asked: null,
  stop: null,
  problem: null,
  inSight: false,
  takenIn: null,
  dismissed: null,
}));

/** Says that this component shows the problem, while it is there. */
export function useShowsProblem(): void {
  useEffect(() => {
    useMaintenance.setState({ inSight: true });
    return () => useMaintenance.setState({ inSight: false, problem: null });
  }, []);
}

export function useDismissed(): Readonly<Record<string, string>> {
  return useMaintenance(({ dismissed }) => dismissed) ?? recalledDismissed();
}

/** It is not shown again while it says the same. */
export function dismissNotice(kind: string, saying: string): void {
  const dismissed = { ...(useMaintenance.getState().dismissed ?? recalledDismissed()), [kind]: saying };
  useMaintenance.setState({ dismissed });
  remember(DISMISSED_NOTICES, dismissed);
}

/** Notices of these kinds stay dismissed, others count as never shown. */
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

import i18next from 'i18next';
import type { MaintenanceProgress } from '../../../shared/contract/maintenance.ts';
import { tell } from '../../components/tell.tsx';
import { isAbort, tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { useMaintenance } from './maintenance-store.ts';

/** One operation at a time; an error stays visible until the next attempt. */
async function work<T>(
  what: MaintenanceProgress['what'],
  call: () => Promise<T>,
  stop: AbortController | null = null,
): Promise<T | null> {
  if (useMaintenance.getState().asked !== null) return null;
  useMaintenance.setState({ asked: what, stop, problem: null });
  try {
    return await call();
  } catch (error) {
    if (isAbort(error)) return null;
    if (useMaintenance.getState().inSight) useMaintenance.setState({ problem: error });
    else tellError(error);
    return null;
  } finally {
    useMaintenance.setState({ asked: null, stop: null });
  }
}

export async function takeIn(): Promise<void> {
  useMaintenance.setState({ takenIn: null });
  const stop = new AbortController();
  const takenIn = await work('take-in', () => api.maintenance.takeIn(undefined, { signal: stop.signal }), stop);
  if (takenIn) useMaintenance.setState({ takenIn });
}

export async function backUp(): Promise<void> {
  const backup = await work('backup', () => api.maintenance.backUp());
  if (backup && !useMaintenance.getState().inSight) tell(i18next.t('maintenance:backedUp'));
}

export async function verify(): Promise<void> {
  const stop = new AbortController();
  const report = await work('verify', () => api.maintenance.verify(undefined, { signal: stop.signal }), stop);
  if (report && !useMaintenance.getState().inSight) tell(i18next.t('maintenance:verifiedNow'));
}

/** The page reloads when it is done. */
export async function restore(name: string): Promise<void> {
  await work('restore', () => api.maintenance.restore({ name }));
}

/** The page reloads when it is done. */
export async function rebuild(): Promise<void> {
  await work('rebuild', () => api.maintenance.rebuild());
}

export async function keepDoubtful(count: number): Promise<void> {
  await api.maintenance.keepDoubtful();
  tell(i18next.t('maintenance:doubtfulKept', { count }));
}

export async function purgeDoubtful(count: number): Promise<void> {
  await api.maintenance.purgeDoubtful();
  tell(i18next.t('library:purged', { count }));
}

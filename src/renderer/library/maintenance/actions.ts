import i18next from 'i18next';
import type { MaintenanceProgress } from '../../../shared/contract/maintenance.ts';
import { tell } from '../../components/tell.tsx';
import { isAbort, tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { useCare } from './care-store.ts';

/** One at a time; a failure stays in sight until the next attempt. */
async function work<T>(
  what: MaintenanceProgress['what'],
  call: () => Promise<T>,
  stop: AbortController | null = null,
): Promise<T | null> {
  if (useCare.getState().asked !== null) return null;
  useCare.setState({ asked: what, stop, problem: null });
  try {
    return await call();
  } catch (error) {
    if (isAbort(error)) return null;
    if (useCare.getState().inSight) useCare.setState({ problem: error });
    else tellError(error);
    return null;
  } finally {
    useCare.setState({ asked: null, stop: null });
  }
}

export async function takeIn(): Promise<void> {
  useCare.setState({ takenIn: null });
  const stop = new AbortController();
  const takenIn = await work('take-in', () => api.library.takeIn(undefined, { signal: stop.signal }), stop);
  if (takenIn) useCare.setState({ takenIn });
}

export async function backUp(): Promise<void> {
  const backup = await work('backup', () => api.library.backUp());
  if (backup && !useCare.getState().inSight) tell(i18next.t('care:backedUp'));
}

export async function verify(): Promise<void> {
  const stop = new AbortController();
  const report = await work('verify', () => api.library.verify(undefined, { signal: stop.signal }), stop);
  if (report && !useCare.getState().inSight) tell(i18next.t('care:verifiedNow'));
}

/** The page begins again when it is done. */
export async function restore(name: string): Promise<void> {
  await work('restore', () => api.library.restore({ name }));
}

/** The page begins again when it is done. */
export async function rebuild(): Promise<void> {
  await work('rebuild', () => api.library.rebuild());
}

export async function keepExpired(count: number): Promise<void> {
  await api.library.keepExpired();
  tell(i18next.t('care:expiredKept', { count }));
}

export async function purgeExpired(count: number): Promise<void> {
  await api.library.purgeExpired();
  tell(i18next.t('library:purged', { count }));
}

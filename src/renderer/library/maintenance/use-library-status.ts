import { useQuery } from '@tanstack/react-query';
import type { LibraryStatus, MaintenanceProgress } from '../../../shared/contract/maintenance.ts';
import { query } from '../../contract/client.ts';
import { useMaintenance } from './maintenance-store.ts';

/** Status of the library; undefined until loaded. */
export function useLibraryStatus(): LibraryStatus | undefined {
  return useQuery(query.maintenance.status.queryOptions()).data;
}

/** The running operation, whoever started it; one that was only just requested has no progress yet. */
export function useWorking(): MaintenanceProgress | null {
  const status = useLibraryStatus();
  const asked = useMaintenance(({ asked }) => asked);
  return status?.working ?? (asked === null ? null : { what: asked, done: 0, total: 0 });
}

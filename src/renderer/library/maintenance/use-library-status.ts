import { useQuery } from '@tanstack/react-query';
import type { LibraryStatus, MaintenanceProgress } from '../../../shared/contract/maintenance.ts';
import { query } from '../../contract/client.ts';
import { useMaintenance } from './maintenance-store.ts';

/** How the library is; undefined until the studio has said so. */
export function useLibraryStatus(): LibraryStatus | undefined {
  return useQuery(query.maintenance.status.queryOptions()).data;
}

/** The work that is going on, whoever began it; one that was only just asked for has no figures yet. */
export function useWorking(): MaintenanceProgress | null {
  const status = useLibraryStatus();
  const asked = useMaintenance(({ asked }) => asked);
  return status?.working ?? (asked === null ? null : { what: asked, done: 0, total: 0 });
}

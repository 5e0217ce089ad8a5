import type { StudioEvent } from '../../shared/contract/events.ts';
import type {
  Backup,
  LibraryStatus,
  MaintenanceProgress,
  TakenIn,
  VerifyReport,
} from '../../shared/contract/maintenance.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { throttle } from '../../shared/throttle.ts';
import { listBackups } from '../database/backups.ts';
import type { Library } from '../library/open-library.ts';
import { prepareRestore, restorePrepared, takeDatabaseAway } from '../library/replace.ts';
import type { ReopenableLibrary } from './reopenable-library.ts';

/**
 * Maintenance of the library as a whole, whether it is open or cannot be opened.
 *
 * Its operations throw OhmbrushError 'conflict' while another one is running, 'unwritable' where the disk refuses, and,
 * except `restore` and `rebuild`, 'bad-library' while the library is not open; one aborted by its signal throws
 * 'cancelled'.
 */
export interface Maintenance {
  status(): Promise<LibraryStatus>;
  /** Imports the pictures in `set-aside` again. */
  takeIn(signal?: AbortSignal): Promise<TakenIn>;
  backUp(): Promise<Backup>;
  verify(signal?: AbortSignal): Promise<VerifyReport>;
  /**
   * @throws OhmbrushError also 'not-found' or 'bad-library' for a missing or damaged backup; nothing has changed then
   */
  restore(name: string): Promise<void>;
  rebuild(): Promise<TakenIn>;
  keepDoubtful(): void;
  purgeDoubtful(): Promise<void>;
}

interface MaintenanceOptions {
  readonly folder: string;
  /** Looked up when needed: the code that opens the library may already serve maintenance calls. */
  readonly reopenable: () => ReopenableLibrary<{ readonly library: Library; close(): Promise<void> }>;
  publish(event: StudioEvent): void;
  /** Milliseconds since 1970. */
  now(): number;
}

const NOTHING_FOUND = { setAside: 0, missing: 0, unreadable: [], unread: [], doubtful: 0, verified: null };

/** Milliseconds between two reports of progress. */
const PROGRESS_PAUSE = 200;

export function createMaintenance({ folder, reopenable, publish, now }: MaintenanceOptions): Maintenance {
  const library = () => reopenable().opened().library;
  let working: MaintenanceProgress | null = null;

  /** Reports the progress of an operation, and rejects others meanwhile. */
  async function work<T>(
    what: MaintenanceProgress['what'],
    task: (onProgress: (done: number, total: number) => void) => Promise<T>,
  ): Promise<T> {
    if (working) {
      throw new OhmbrushError('library-busy', {});
    }
    working = { what, done: 0, total: 0 };
    publish({ type: 'maintenance', progress: working });
    const reports = throttle(PROGRESS_PAUSE, (progress: MaintenanceProgress) =>
      publish({ type: 'maintenance', progress }),
    );
    try {
      return await task((done, total) => {
        working = { what, done, total };
        reports.push(working);
      });
    } finally {
      reports.stop();
      working = null;
      publish({ type: 'maintenance', progress: null });
      publish({ type: 'changed', what: ['library'] });
    }
  }

  /** Reports the end, whatever the outcome: what screens know of the library is out of date. */
  async function reopen(task: () => Promise<void>): Promise<void> {
    try {
      await reopenable().reopen(task);
    } finally {
      publish({ type: 'reopened' });
    }
  }

  return {
    async status() {
      const { problem } = reopenable();
      const shared = { folder, backups: await listBackups(folder), working };
      if (problem) {
        return {
          ...shared,
          ...NOTHING_FOUND,
          state: 'damaged',
          problem: problem.told,
        };
      }
      if (!reopenable().current) {
        // Closed for a moment, by the operation that is reported.
        return { ...shared, ...NOTHING_FOUND, state: 'open', problem: null };
      }
      const { maintenance, reconciled } = library();
      return {
        ...shared,
        state: 'open',
        problem: null,
        setAside: await maintenance.setAside(),
        missing: reconciled.missing.filter((id) => library().pictures.isGone(id)).length,
        unreadable: [...reconciled.unreadable],
        unread: maintenance.unread(),
        doubtful: maintenance.doubtful(),
        verified: maintenance.verified(),
      };
    },
    takeIn: (signal) => work('take-in', (onProgress) => library().maintenance.takeIn(onProgress, signal)),
    backUp: () => work('backup', (onProgress) => library().maintenance.backUp(onProgress)),
    verify: (signal) => work('verify', (onProgress) => library().maintenance.verify({ onProgress, signal, pause: 0 })),
    restore: (name) =>
      work('restore', async (onProgress) => {
        await prepareRestore(folder, name);
        await reopen(() => restorePrepared(folder, now()));
        // Pictures painted after the backup.
        await library().maintenance.takeIn(onProgress);
      }),
    rebuild: () =>
      work('rebuild', async (onProgress) => {
        await reopen(async () => void (await takeDatabaseAway(folder, now())));
        const { maintenance } = library();
        const taken = await maintenance.takeIn(onProgress);
        await maintenance.salvageLibrary();
        return taken;
      }),
    keepDoubtful: () => library().maintenance.keepDoubtful(),
    purgeDoubtful: () => library().maintenance.purgeDoubtful(),
  };
}

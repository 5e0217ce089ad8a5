/** The worker thread that reads a whole database: on main's own thread it would block the studio. */
import { serveTasks } from '../threads/serve-tasks.ts';
import type { CheckOrder } from './check-database.ts';
import { lookInto } from './read-only.ts';

serveTasks<CheckOrder, string[]>(({ file, thoroughly }) =>
  lookInto(file, (db) => {
    const found = db.pragma(thoroughly ? 'integrity_check(100)' : 'quick_check(100)') as Record<string, string>[];
    const complaints = found.map((row) => Object.values(row)[0]!).filter((line) => line !== 'ok');
    if (thoroughly) {
      const broken = db.pragma('foreign_key_check') as { table: string }[];
      if (broken.length > 0) complaints.push(`${broken.length} rows refer to what is not there`);
    }
    return complaints;
  }),
);

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { StudioEvent } from '../../../shared/contract/events.ts';
import type { Backup, MaintenanceProgress, TakenIn, VerifyReport } from '../../../shared/contract/maintenance.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import { DEFAULT_LANGUAGE } from '../../../shared/locales/index.ts';
import { wordUnread } from '../../../shared/locales/word-unread.ts';
import type { UnreadItem } from '../../../shared/unread.ts';
import { libraryFolder } from '../../folders.ts';
import { createMaintenance, type Maintenance } from '../../maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../maintenance/reopenable-library.ts';
import { table } from './format.ts';
import { statusLine } from './status-line.ts';
import { withCancel } from './with-cancel.ts';

interface LibraryFlags {
  library?: string;
  json?: boolean;
}

/** Result of a command: as a value for `--json`, and as text. */
interface Outcome {
  readonly json: unknown;
  readonly text: string;
  /** True if the library has a problem: exit code 1. */
  readonly isTrouble?: boolean;
}

const DOING: Record<MaintenanceProgress['what'], string> = {
  backup: 'copying the database',
  verify: 'reading the pictures',
  restore: 'restoring',
  rebuild: 'taking in the pictures',
  'take-in': 'taking in pictures',
};

export function addLibrary(program: Command): void {
  const library = program
    .command('library')
    .description('Look after the library: verify it, back it up, restore a backup, rebuild it from its pictures')
    .addHelpText(
      'after',
      '\nNo command here deletes a picture. Close the studio first: a library has one user at a time.',
    );

  add(library, 'verify', 'read every picture and check the database', (maintenance, signal) =>
    verify(maintenance, signal),
  );
  add(library, 'backup', 'copy the database into the folder backups', async (maintenance) =>
    backedUp(await maintenance.backUp()),
  );
  add(library, 'backups', 'list the backups', async (maintenance) => listed((await maintenance.status()).backups));
  add(
    library,
    'rebuild',
    'make a new database from the pictures; the old one is kept in the folder replaced',
    async (maintenance) => takenIn(await maintenance.rebuild()),
  );
  add(library, 'take-in', 'take pictures that were set aside back into the library', async (maintenance, signal) =>
    takenIn(await maintenance.takeIn(signal)),
  );
  add(
    library,
    'restore',
    'put a backup in the place of the database, which is kept in the folder replaced',
    async (maintenance, _, name) => {
      const chosen = name ?? (await maintenance.status()).backups[0]?.name;
      if (chosen === undefined) {
        throw new OhmbrushError('no-backup', {});
      }
      await maintenance.restore(chosen);
      return { json: { restored: chosen }, text: `restored ${chosen}` };
    },
    'backup',
  );
}

function add(
  parent: Command,
  name: string,
  does: string,
  run: (maintenance: Maintenance, signal: AbortSignal, argument?: string) => Promise<Outcome>,
  argument?: string,
): void {
  const command = parent.command(name).description(does);
  if (argument) command.argument(`[${argument}]`, 'name of a backup (default: the newest)');
  command
    .addOption(new Option('--library <folder>', "where pictures are kept (default: in the user's data)"))
    .option('--json', 'print one JSON document and nothing else on stdout')
    .action(async (...given: unknown[]) => {
      const [word, flags] = (argument ? given : [undefined, ...given]) as [string | undefined, LibraryFlags];
      const folder = flags.library === undefined ? libraryFolder() : resolve(flags.library);
      const { json, text, isTrouble } = await withMaintenance(folder, (maintenance, signal) =>
        run(maintenance, signal, word),
      );
      process.stdout.write(flags.json ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`);
      if (isTrouble) process.exitCode = 1;
    });
}

/** Opens the library, even a damaged one, and prints the progress of its work on stderr. */
async function withMaintenance<T>(
  folder: string,
  body: (maintenance: Maintenance, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!existsSync(folder)) {
    throw new OhmbrushError('no-library', { folder });
  }
  return withCancel(async (signal) => {
    const status = statusLine(process.stderr);
    const reopenable = await openReopenableLibrary({ folder }, (library) => ({
      library,
      close: () => library.close(),
    }));
    let quarter = -1;
    const publish = (event: StudioEvent) => {
      if (event.type !== 'maintenance' || !event.progress) return;
      const { what, done, total } = event.progress;
      const now = total === 0 ? 0 : Math.floor((done / total) * (process.stderr.isTTY ? 100 : 4));
      if (now !== quarter) status.show(`${DOING[what]}${total > 0 ? `, ${done} of ${total}` : ''}`);
      quarter = now;
    };
    try {
      return await body(createMaintenance({ folder, reopenable: () => reopenable, publish, now: Date.now }), signal);
    } finally {
      status.clear();
      await reopenable.close();
    }
  });
}

async function verify(maintenance: Maintenance, signal: AbortSignal): Promise<Outcome> {
  const report = await maintenance.verify(signal);
  const { setAside, unreadable } = await maintenance.status();
  const lines = [...complaints(report), ...unreadable.map((folder) => `the folder cannot be read: ${folder}`)];
  const isTrouble = lines.length > 0;
  const newer = report.unread.filter(({ unread }) => unread.state === 'future');
  if (!isTrouble) lines.push(`${count(report.files, 'picture')} and the database are sound`);
  lines.push(...newer.map(unreadLine));
  if (setAside > 0) lines.push(`${count(setAside, 'picture')} set aside: \`ohmbrush library take-in\` takes them in`);
  return { json: { ...report, setAside, unreadableFolders: unreadable }, text: lines.join('\n'), isTrouble };
}

function complaints({ database, missing, changed, unreadable, unread }: VerifyReport): string[] {
  const of = (ids: readonly number[], what: string) =>
    ids.length === 0 ? [] : [`${count(ids.length, 'file')} ${what} (picture ${ids.join(', ')})`];
  return [
    ...database.map((line) => `the database is damaged: ${line}`),
    ...of(missing, 'gone'),
    ...of(changed, 'changed: not as it was kept'),
    ...of(unreadable, 'unreadable now'),
    ...unread.filter(({ unread }) => unread.state === 'unreadable').map(unreadLine),
  ];
}

function unreadLine(item: UnreadItem): string {
  return wordUnread(item, DEFAULT_LANGUAGE);
}

function backedUp(backup: Backup): Outcome {
  return { json: backup, text: `backups/${backup.name}, with ${count(backup.pictures, 'picture')}` };
}

function listed(backups: readonly Backup[]): Outcome {
  const rows = backups.map(({ name, createdAt, pictures }) => [
    name,
    new Date(createdAt).toLocaleString(),
    count(pictures, 'picture'),
  ]);
  return { json: { backups }, text: rows.length === 0 ? 'There is no backup yet.' : table(rows, 2) };
}

function takenIn({ taken, refused }: TakenIn): Outcome {
  const stayed = refused === 0 ? '' : `; ${count(refused, 'file')} damaged or no picture, left in set-aside`;
  return { json: { taken, refused }, text: `${count(taken, 'picture')} taken in${stayed}` };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

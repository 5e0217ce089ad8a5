import { mkdtempSync, rmSync } from 'node:fs';
import { open, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLibrary } from '../../src/main/library/open-library.ts';
import { painted } from '../library/painted.ts';
import { type CliRun, runCli } from './run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-cli-library-'));
  const library = await openLibrary({ folder });
  for (let seed = 0; seed < 3; seed++) await library.save({ result: painted({ seed }), sweepId: null });
  await library.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): CliRun {
  return runCli(['library', ...args, '--library', folder]);
}

async function damageDatabase(): Promise<void> {
  const file = await open(join(folder, 'library.db'), 'r+');
  await file.write(Buffer.alloc(1000, 0xee), 0, 1000, 0);
  await file.close();
}

test('a sound library is reported as sound; a copy is made and listed', () => {
  expect(run('verify')).toMatchObject({ status: 0, stdout: '3 pictures and the database are sound\n' });
  const { status, stdout } = run('backup', '--json');
  expect(status).toBe(0);
  const backup = JSON.parse(stdout);
  expect(backup).toMatchObject({ pictures: 3 });
  expect(run('backups').stdout).toContain(backup.name);
});

test('a damaged database is rebuilt, or a backup restored; each says what it did', async () => {
  await damageDatabase();
  const refused = run('verify');
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('ohmbrush library');
  expect(run('rebuild')).toMatchObject({ status: 0, stdout: '3 pictures taken in\n' });
  await damageDatabase();
  expect(run('restore')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^restored library-version-4-/) });
  expect(run('verify').status).toBe(0);
  expect(await readdir(join(folder, 'replaced'))).toHaveLength(2);
});

test('a file that was changed is trouble: exit code 1, and which picture', async () => {
  const [name] = (await readdir(join(folder, 'pictures'), { recursive: true })).filter((file) => file.endsWith('.png'));
  await writeFile(join(folder, 'pictures', name!), 'overwritten');
  const { status, stdout } = run('verify');
  expect(status).toBe(1);
  expect(stdout).toMatch(/^1 file changed: not as it was kept \(picture \d\)\n$/);
  expect(JSON.parse(run('verify', '--json').stdout).changed).toHaveLength(1);
});

test('a backup that is not there, a command that is none, a library that is open', async () => {
  const missing = runCli(['library', 'restore', 'library-version-3-2020-01-01T00-00-00.db', '--library', folder]);
  expect(missing).toMatchObject({ status: 1, stdout: '' });
  expect(missing.stderr).toContain('there is no backup');
  expect(runCli(['library'])).toMatchObject({ status: 2, stdout: '' });
  expect(runCli(['library', 'verfy']).stderr).toContain('verify');
  expect(runCli(['library', 'verify', '--library', join(folder, 'nowhere')]).stderr).toContain('there is no library');
  const library = await openLibrary({ folder });
  expect(run('verify')).toMatchObject({ status: 1, stderr: expect.stringContaining('open in another Ohmbrush') });
  await library.close();
});

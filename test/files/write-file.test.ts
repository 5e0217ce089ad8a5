import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assertWritable, writeFileAtomic } from '../../src/main/files/write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const BYTES = Buffer.from('new bytes');

test('writes a new file and replaces an old one, and leaves nothing else behind', async () => {
  const path = join(folder, 'a.png');
  await writeFileAtomic(path, BYTES);
  await writeFileAtomic(path, Buffer.from('newer'));
  expect(readFileSync(path, 'utf8')).toBe('newer');
  expect(readdirSync(folder)).toEqual(['a.png']);
});

test('writes through a link', async () => {
  const target = join(folder, 'real.png');
  writeFileSync(target, 'old');
  symlinkSync(target, join(folder, 'link.png'));
  await writeFileAtomic(join(folder, 'link.png'), BYTES);
  expect(readFileSync(target, 'utf8')).toBe('new bytes');
  expect(readdirSync(folder).sort()).toEqual(['link.png', 'real.png']);
});

test('an abort leaves the old file and no other', async () => {
  const path = join(folder, 'a.png');
  writeFileSync(path, 'old');
  await expect(writeFileAtomic(path, BYTES, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a.png']);
});

describe('a place that cannot be written is refused before and at the writing, and left as it is', () => {
  const places: [string, () => string, string][] = [
    ['a missing folder', () => join(folder, 'none', 'a.png'), 'does not exist'],
    ['a folder', () => folder, 'is a folder'],
    [
      'a file as a folder',
      () => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file', 'a.png');
      },
      'not a folder',
    ],
    ['too long a name', () => join(folder, `${'a'.repeat(300)}.png`), 'too long'],
    [
      'a write-protected file',
      () => {
        const path = join(folder, 'a.png');
        writeFileSync(path, 'old');
        chmodSync(path, 0o444);
        return path;
      },
      'write-protected',
    ],
    [
      'a link to a folder',
      () => {
        mkdirSync(join(folder, 'sub'));
        symlinkSync(join(folder, 'sub'), join(folder, 'link'));
        return join(folder, 'link');
      },
      'is a folder',
    ],
    [
      'a link in a circle',
      () => {
        symlinkSync(join(folder, 'link'), join(folder, 'link'));
        return join(folder, 'link');
      },
      'circle',
    ],
  ];
  test.each(places)('%s', async (_, prepare, says) => {
    const path = prepare();
    const refusal = { name: 'OhmbrushError', code: 'unwritable', message: expect.stringContaining(says) };
    const before = readdirSync(folder);
    await expect(assertWritable(path)).rejects.toMatchObject(refusal);
    await expect(writeFileAtomic(path, BYTES)).rejects.toMatchObject(refusal);
    expect(readdirSync(folder)).toEqual(before);
  });

  test.skipIf(process.platform === 'win32')('a pipe', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(assertWritable(path)).rejects.toMatchObject({ code: 'unwritable' });
    await expect(writeFileAtomic(path, BYTES)).rejects.toMatchObject({ code: 'unwritable' });
  });

  test.skipIf(!existsSync('/proc/self'))('a file system that takes no files', async () => {
    await expect(assertWritable('/proc/self/a.png')).rejects.toMatchObject({ code: 'unwritable' });
  });

  test.skipIf(process.getuid?.() === 0)('a folder without permission', async () => {
    chmodSync(folder, 0o555);
    await expect(assertWritable(join(folder, 'a.png'))).rejects.toMatchObject({ code: 'unwritable' });
    chmodSync(folder, 0o755);
  });
});

test('asking whether a place can be written leaves no trace', async () => {
  const path = join(folder, 'a.png');
  await assertWritable(path);
  expect(readdirSync(folder)).toEqual([]);
});

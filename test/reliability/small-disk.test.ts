import { appendFileSync, existsSync, readdirSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallDisk } from './small-disk.ts';

let last: string | null = null;

test('a small disk can be filled to its last byte, freed and made read-only', (context) => {
  const disk = smallDisk(context, 4);
  last = disk.path;
  const file = join(disk.path, 'note');
  expect(statfsSync(disk.path).blocks * statfsSync(disk.path).bsize).toBe(4 << 20);

  disk.fill();
  expect(() => writeFileSync(file, 'a')).toThrow('ENOSPC');
  disk.free();
  writeFileSync(file, 'a');

  disk.fill(64 << 10);
  appendFileSync(file, Buffer.alloc(60 << 10));
  expect(() => appendFileSync(file, Buffer.alloc(60 << 10))).toThrow('ENOSPC');

  disk.setReadOnly(true);
  expect(() => writeFileSync(file, 'b')).toThrow('EROFS');
  disk.setReadOnly(false);
  writeFileSync(file, 'b');
  expect(readdirSync(disk.path)).toContain('note');
});

test('it is gone after its test', ({ skip }) => {
  if (last === null) skip('there was none');
  else expect(existsSync(last)).toBe(false);
});

import { expect, test } from 'vitest';
import { noticesOf } from '../../../src/renderer/library/maintenance/notices.ts';
import type { LibraryStatus } from '../../../src/shared/contract/maintenance.ts';

const WELL: LibraryStatus = {
  folder: '/library',
  state: 'open',
  problem: null,
  backups: [],
  setAside: 0,
  missing: 0,
  unreadable: [],
  unread: [],
  doubtful: 0,
  verified: { at: 1, files: 3, database: [], missing: [], changed: [], unreadable: [], unread: [] },
  working: null,
};

test('a library in order says nothing', () => {
  expect(noticesOf(WELL)).toEqual([]);
  expect(noticesOf({ ...WELL, verified: null })).toEqual([]);
});

test('the most urgent comes first, and what is gone since the start is said once', () => {
  const status = { ...WELL, setAside: 2, missing: 3, doubtful: 1, unreadable: ['pictures/ab: permission is denied'] };
  const verified = { ...WELL.verified!, missing: [1, 2, 3] };
  const kinds = noticesOf({ ...status, verified }).map(({ kind }) => kind);
  expect(kinds).toEqual(['setAside', 'doubtful', 'unreadable', 'missing']);
  expect(noticesOf({ ...WELL, missing: 1, verified })[0]).toMatchObject({ kind: 'verified', count: 2 });
});

test('a notice that was dismissed says something else when there is more', () => {
  const [before] = noticesOf({ ...WELL, setAside: 2 });
  const [after] = noticesOf({ ...WELL, setAside: 3 });
  expect(before!.saying).not.toBe(after!.saying);
});

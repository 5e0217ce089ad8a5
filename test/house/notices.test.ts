import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const script: { shippedPackages(): { name: string; version: string; license: string }[] } = await import(
  new URL('../../scripts/write-notices.mjs', import.meta.url).href
);

test('the third-party notices name every package that ships, as it is in package-lock.json', () => {
  const [table] = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), 'utf8').split('\n## ');
  const listed = [...table!.matchAll(/^\| (\S+) \| (\d\S*) \| (.+) \|$/gm)].map(([, ...row]) => row.join(' '));
  const shipped = script.shippedPackages().map(({ name, version, license }) => `${name} ${version} ${license}`);
  expect(listed, 'run `node scripts/write-notices.mjs`').toEqual(shipped);
  expect(shipped.map((row) => row.split(' ')[0])).toEqual(
    expect.arrayContaining(['@fontsource/inter', 'better-sqlite3', 'electron', 'react-dom', 'scheduler']),
  );
});

test.each([
  ['what the built-in model was trained on', 'resources/models/sticker/LICENSES.md'],
  ['the licence of the font of the sheets', 'resources/fonts/OFL.txt'],
])('%s is in them', (_, file) => {
  const text = readFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), 'utf8');
  const licences = readFileSync(join(ROOT, file), 'utf8');
  for (const line of licences.split('\n')) expect(text).toContain(line);
});

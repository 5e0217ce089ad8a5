import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allFormats, schemaFile, schemaOf } from './formats.ts';

test.each(await allFormats())('$name $version is as it was when it was first written', (format) => {
  const file = schemaFile(format);
  expect(existsSync(file), `run node test/formats/write-schemas.ts, and commit ${file}`).toBe(true);
  const kept = JSON.parse(readFileSync(file, 'utf8'));
  expect(schemaOf(format), 'the format changed: raise its version and write a step').toEqual(kept);
});

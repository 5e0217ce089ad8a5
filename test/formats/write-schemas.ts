// Writes the schema of each format's current version that is not there yet: node test/formats/write-schemas.ts
import { existsSync, writeFileSync } from 'node:fs';
import { allFormats, schemaFile, schemaOf } from './formats.ts';

for (const format of await allFormats()) {
  const file = schemaFile(format);
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(schemaOf(format), null, 2)}\n`);
}

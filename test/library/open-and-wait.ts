import { openLibrary } from '../../src/main/library/open-library.ts';
import { OhmbrushError } from '../../src/shared/errors.ts';

/** A second Ohmbrush: opens the library, says how that went, and stays. */
try {
  await openLibrary({ folder: process.argv[2]! });
  console.log('open');
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error instanceof OhmbrushError ? error.code : String(error));
}

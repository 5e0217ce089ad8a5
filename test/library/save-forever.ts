import { openLibrary } from '../../src/main/library/open-library.ts';
import { painted } from './painted.ts';

/**
 * Saves picture after picture, two at a time, prints each id once it has been reported, and deletes every fifth for
 * good.
 */
const library = await openLibrary({ folder: process.argv[2]! });
let next = Number(process.argv[3]);

async function lane(): Promise<never> {
  for (;;) {
    const seed = next++;
    const id = await library.save({ result: painted({ seed }), sweepId: null });
    console.log(`saved ${id}`);
    if (seed % 5 !== 0) continue;
    library.pictures.trash({ ids: [id] });
    console.log(`purging ${id}`);
    await library.pictures.purge({ ids: [id] });
  }
}

await Promise.all([lane(), lane()]);

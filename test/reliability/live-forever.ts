import { createCare } from '../../src/main/maintenance/maintenance.ts';
import { openOrDamaged } from '../../src/main/maintenance/open-or-damaged.ts';
import { painted } from '../library/painted.ts';

/**
 * A library that is lived in until the process is killed: pictures land, some are deleted for good, backups are made
 * and restored, the library is verified and rebuilt. Says each picture's seed once it has been reported, and before it
 * is deleted.
 */
const [folder = '', first = ''] = process.argv.slice(2);
const place = await openOrDamaged({ folder }, (library) => ({ library, close: () => library.close() }));
const care = createCare({ folder, place: () => place, publish() {}, now: Date.now });
if (place.problem) await care.rebuild();
await care.takeIn();
console.log('open');

let seed = Number(first);
for (let round = 0; ; round++) {
  for (let i = 0; i < 4; i++) {
    const id = await place.opened().library.land({ result: painted({ seed }), sweepId: null });
    console.log(`landed ${seed}`);
    if (i === 3) {
      console.log(`purging ${seed}`);
      place.opened().library.pictures.trash({ ids: [id] });
      await place.opened().library.pictures.purge({ ids: [id] });
    }
    seed++;
  }
  const work = round % 4;
  if (work === 0) await care.backUp();
  if (work === 1) await care.verify();
  if (work === 2) await care.restore((await care.status()).backups[0]!.name);
  if (work === 3) await care.rebuild();
  console.log('worked');
}

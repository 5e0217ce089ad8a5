import { createMaintenance } from '../../src/main/maintenance/maintenance.ts';
import { openReopenableLibrary } from '../../src/main/maintenance/reopenable-library.ts';
import { painted } from '../library/painted.ts';

/**
 * A library that is lived in until the process is killed: pictures are saved, some are deleted for good, backups are
 * made and restored, the library is verified and rebuilt. Says each picture's seed once it has been reported, and
 * before it is deleted.
 */
const [folder = '', first = ''] = process.argv.slice(2);
const reopenable = await openReopenableLibrary({ folder }, (library) => ({ library, close: () => library.close() }));
const maintenance = createMaintenance({ folder, reopenable: () => reopenable, publish() {}, now: Date.now });
if (reopenable.problem) await maintenance.rebuild();
await maintenance.takeIn();
console.log('open');

let seed = Number(first);
for (let round = 0; ; round++) {
  for (let i = 0; i < 4; i++) {
    const id = await reopenable.opened().library.save({ result: painted({ seed }), sweepId: null });
    console.log(`saved ${seed}`);
    if (i === 3) {
      console.log(`purging ${seed}`);
      reopenable.opened().library.pictures.trash({ ids: [id] });
      await reopenable.opened().library.pictures.purge({ ids: [id] });
    }
    seed++;
  }
  const work = round % 4;
  if (work === 0) await maintenance.backUp();
  if (work === 1) await maintenance.verify();
  if (work === 2) await maintenance.restore((await maintenance.status()).backups[0]!.name);
  if (work === 3) await maintenance.rebuild();
  console.log('worked');
}

/** The worker thread that reads every picture file of a library. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OhmbrushError } from '../../shared/errors.ts';
import { unreadOrNull } from '../../shared/formats/format.ts';
import { readPngChunks } from '../files/png-chunks.ts';
import { readPainting } from '../files/png-painting.ts';
import { serveTasks } from '../threads/serve-tasks.ts';
import { pictureFiles } from './picture-files.ts';
import type { HashOrder, HashReport } from './verify.ts';

serveTasks<HashOrder, HashReport, number>(async ({ folder, pictures, pause }, report) => {
  const files = pictureFiles(folder);
  const found: HashReport = { missing: [], changed: [], unreadable: [], unread: [] };
  for (const [index, { id, hash }] of pictures.entries()) {
    try {
      const bytes = await files.readSound(hash);
      const unread = unreadOrNull(readPainting(readPngChunks(bytes, 'the picture')));
      if (unread) found.unread.push({ what: 'painting', id: String(id), unread });
    } catch (error) {
      const { code, cause } = error as OhmbrushError;
      if (code === 'bad-file') found.changed.push(id);
      else if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') found.missing.push(id);
      else found.unreadable.push(id);
    }
    report(index + 1);
    if (pause > 0) await sleep(pause);
  }
  return found;
});

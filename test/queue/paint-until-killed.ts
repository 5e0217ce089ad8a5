/**
 * A process that paints a queue, to be killed: node paint-until-killed.ts FOLDER JOBS
 *
 * Queues so many jobs if the library in FOLDER has none yet, goes on with them otherwise, and writes a line of JSON for
 * each picture that was saved, before anything else can happen. Ends by itself when nothing waits.
 */
import { writeSync } from 'node:fs';
import { draft, startQueue, startTestEngine } from './start-queue.ts';

const [folder, count] = process.argv.slice(2);
const engine = startTestEngine();
const studio = await startQueue(engine, {
  folder: folder!,
  onEvent(event) {
    if (event.type === 'saved') writeSync(1, `${JSON.stringify(event)}\n`);
  },
});
const { restored } = studio.queue.state();
if (restored > 0) studio.queue.resume();
else if (studio.library.pictures.facets().total === 0) {
  const drafts = Array.from({ length: Number(count) }, (_, seed) => draft({ seed, steps: 20 }));
  studio.queue.add({ drafts, first: false, sweep: null });
}
await studio.settled();
await studio.close();
await engine.close();

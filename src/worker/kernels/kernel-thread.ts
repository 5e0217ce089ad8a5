/** A helper of the kernel pool: sleeps until there is a job, takes its share of the rows, and sleeps again. */
import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { packError } from '../../shared/engine-protocol.ts';
import { openBackend } from './backends.ts';
import type { Kernels } from './kernels.ts';
import { cutShort, type HelperData, type KernelJob, takePart, waitWhile, word } from './team.ts';

const { backend, control, counts, port, lifeline } = workerData as HelperData;
let kernels: Kernels | undefined;

for (let generation = 0; ; generation++) {
  waitWhile(control, word.generation, generation);
  if (Atomics.load(control, word.stopped)) break;
  const done = { conversions: 0, clipped: 0 };
  try {
    const job: KernelJob = receiveMessageOnPort(port)!.message;
    kernels ??= openBackend(backend);
    takePart(kernels, job, control, done);
  } catch (error) {
    cutShort(control);
    port.postMessage(packError(error));
    Atomics.store(control, word.failed, 1);
  }
  counts[0] = done.conversions;
  counts[1] = done.clipped;
  if (Atomics.sub(control, word.busy, 1) === 1) Atomics.notify(control, word.busy);
}
port.close();
lifeline.close();

/** A helper of the WebAssembly backend: sleeps until it has a turn, does its share of the units, and sleeps again. */
import { workerData } from 'node:worker_threads';
import { packError } from '../../shared/engine/engine-protocol.ts';
import { type HelperData, joinedWord, turnWord, waitWhile, word } from './team.ts';
import { instantiate } from './wasm-module.ts';

const { module, memory, control, helper, stack, job, part, port, lifeline } = workerData as HelperData;
const functions = instantiate(module, memory, stack);

Atomics.store(control, joinedWord(helper), 1);
for (let turn = 0; ; turn++) {
  waitWhile(control, turnWord(helper), turn);
  if (Atomics.load(control, word.stopped)) break;
  try {
    functions.takePart(job, part);
  } catch (error) {
    port.postMessage(packError(error));
    Atomics.store(control, word.failed, 1);
  }
  if (Atomics.sub(control, word.busy, 1) === 1) Atomics.notify(control, word.busy);
}
port.close();
lifeline.close();

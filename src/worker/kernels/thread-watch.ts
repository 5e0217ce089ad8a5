/**
 * Watches over the helpers of a kernel pool from a thread of its own: the pool's caller sleeps during a call and would
 * never hear that a helper has ended. A helper holds one end of a channel for each port here; however it ends, the port
 * closes.
 */
import { type MessagePort, workerData } from 'node:worker_threads';
import { joinedWord, reportLoss, word } from './team.ts';

export interface WatchData {
  readonly control: Int32Array;
  /** One for each helper. */
  readonly ports: readonly MessagePort[];
}

const { control, ports } = workerData as WatchData;
for (const [helper, port] of ports.entries()) {
  port.on('close', () => {
    // One that could not even start was never given a turn: the others do its work.
    if (Atomics.load(control, joinedWord(helper)) && !Atomics.load(control, word.stopped)) reportLoss(control);
  });
  port.ref();
}

import { powerSaveBlocker } from 'electron';
import type { RunListener } from './runs.ts';

/** Keeps the computer from sleeping while it paints; the screen may turn off. */
export function stayAwake(): RunListener {
  let blocker: number | null = null;
  return {
    onBegin() {
      blocker = powerSaveBlocker.start('prevent-app-suspension');
    },
    onEnd() {
      if (blocker !== null) powerSaveBlocker.stop(blocker);
      blocker = null;
    },
  };
}

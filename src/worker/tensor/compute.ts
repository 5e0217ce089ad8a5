import type { Meter } from '../energy/events.ts';
import type { MatrixEngine } from './matrix-layer.ts';

/** What a network computes with: where its trained products run, and who counts the work beside them. */
export interface Compute {
  readonly engine: MatrixEngine;
  readonly meter: Meter;
}

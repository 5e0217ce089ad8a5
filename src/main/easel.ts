import type {
  EnergyEstimate,
  EstimateRequest,
  Fidelity,
  ModelSummary,
  PaintRequest,
  PaintResult,
  Pixels,
} from '../shared/engine/engine-protocol.ts';
import { type PaintListeners, startEngine } from './engine/engine-client.ts';
import { forkEngine, type LaunchEngine } from './engine/engine-process.ts';
import { cacheFolder } from './folders.ts';

export interface EaselOptions {
  /** Where calibrations are kept between runs; null keeps them in memory. */
  cacheFolder: string | null;
  /** How to start the engine's process; left out: as a child of Node. */
  launch?: LaunchEngine;
}

/** What a host may ask the easel to paint; the easel adds what is its own business. */
export type GenerateRequest = Omit<PaintRequest, 'cacheFolder'>;

/** The engine without a library: what the command line drives, and what the studio's queue paints on. */
export interface Easel {
  /** Paints one picture. Rejects with OhmbrushError; `cancelled` when the signal fired. */
  generate(request: GenerateRequest, listeners?: PaintListeners): Promise<PaintResult>;
  /** Image metrics of `test` against `reference`, both of one size. */
  measure(reference: Pixels, test: Pixels): Promise<Fidelity>;
  /** What a model folder holds, read from its configs and headers without loading weights. */
  summarize(folder: string): Promise<ModelSummary>;
  /** What pictures would cost, one estimate for each draft in order, while another is painted or not. `cancelled` when the signal fired. */
  estimate(request: EstimateRequest, signal?: AbortSignal): Promise<EnergyEstimate[]>;
  /** Ends the engine at once, for it hangs: requests in hand fail with 'engine-died', the next starts a new one. */
  kill(): void;
  /** Ends the engine. */
  close(): Promise<void>;
}

export function createEasel(options: EaselOptions): Easel {
  const ofMachine = options.cacheFolder === null ? null : cacheFolder();
  const engine = startEngine(options.launch ?? forkEngine, ofMachine);
  return {
    generate: (request, listeners = {}) => engine.paint({ ...request, cacheFolder: options.cacheFolder }, listeners),
    measure: (reference, test) => engine.measure(reference, test),
    summarize: (folder) => engine.summarize(folder),
    estimate: (request, signal) => engine.estimate(request, signal),
    kill: () => engine.kill(),
    close: () => engine.close(),
  };
}

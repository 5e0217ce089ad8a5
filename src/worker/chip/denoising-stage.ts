import type { MatrixEngine } from '../tensor/matrix-layer.ts';

/** When a layer runs: text encoder once, sampler steps, decoder once. */
export type DenoisingStage =
  | { readonly phase: 'text' | 'decode' }
  | {
      readonly phase: 'step';
      /** Of the network's evaluation, from 0. */
      readonly index: number;
      /** index / evaluations of the run: what a plan's `steps` refer to. */
      readonly fraction: number;
      /** Diffusion time 0 .. 1000, 1000 the noisiest; of a flow model 1000 sigma. */
      readonly timestep: number;
    };

/** Ranges of the diffusion time that are calibrated apart: activations change with the noise level (PTQ4DM). */
const timeBuckets = 5;

/** What is calibrated as one: 'text', 'decode' or one fifth of the diffusion time. */
export function bucketOf(stage: DenoisingStage): string {
  if (stage.phase !== 'step') return stage.phase;
  const bucket = Math.floor((stage.timestep / 1000) * timeBuckets);
  return `time-${Math.min(Math.max(bucket, 0), timeBuckets - 1)}`;
}

/** One number per evaluation, for the random keys. */
export function evaluationOf(stage: DenoisingStage): number {
  if (stage.phase === 'step') return 2 + stage.index;
  return stage.phase === 'text' ? 0 : 1;
}

/** A matrix engine that is told when it runs: plans, calibration and read noise depend on it. */
export interface StagedEngine extends MatrixEngine {
  beginPhase(phase: 'text' | 'decode'): void;
  /** One evaluation of the UNet; see DenoisingStage. */
  beginStep(step: { readonly index: number; readonly fraction: number; readonly timestep: number }): void;
}

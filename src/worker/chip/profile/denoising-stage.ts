/** When a layer runs: text encoder once, sampler steps, decoder once. */
export type Moment =
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
export function bucketOf(moment: Moment): string {
  if (moment.phase !== 'step') return moment.phase;
  const bucket = Math.floor((moment.timestep / 1000) * timeBuckets);
  return `time-${Math.min(Math.max(bucket, 0), timeBuckets - 1)}`;
}

/** One number per evaluation, for the random keys. */
export function evaluationOf(moment: Moment): number {
  if (moment.phase === 'step') return 2 + moment.index;
  return moment.phase === 'text' ? 0 : 1;
}

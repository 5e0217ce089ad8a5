import type { Tensor } from '../tensor/tensor.ts';
import { combine } from './combine.ts';
import type { DiffusionSchedule } from './schedule.ts';

/** A noisy latent as x = signal * clean + noise * (standard normal). */
export interface NoiseLevel {
  readonly signal: number;
  readonly noise: number;
}

/** The variance-preserving level with sigma = noise / signal. */
export function levelOfSigma(sigma: number): NoiseLevel {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  return { signal, noise: sigma * signal };
}

/** The rectified flow's level. */
export function levelOfFlow(sigma: number): NoiseLevel {
  return { signal: 1 - sigma, noise: sigma };
}

export type Prediction = DiffusionSchedule['prediction'] | 'flow';

/** The clean latents that a network's output implies. With epsilon, the signal must not be zero. */
export function estimateClean(prediction: Prediction, level: NoiseLevel, x: Tensor, output: Tensor): Tensor {
  const { signal, noise } = level;
  switch (prediction) {
    case 'epsilon':
      return combine([1 / signal, x], [-noise / signal, output]);
    case 'v-prediction':
      return combine([signal, x], [-noise, output]);
    case 'flow':
      return combine([1, x], [-noise, output]);
  }
}

/** The noise that a network's output implies. */
export function estimateNoise(prediction: Prediction, level: NoiseLevel, x: Tensor, output: Tensor): Tensor {
  const { signal, noise } = level;
  switch (prediction) {
    case 'epsilon':
      return output;
    case 'v-prediction':
      return combine([noise, x], [signal, output]);
    case 'flow':
      return combine([1, x], [signal, output]);
  }
}

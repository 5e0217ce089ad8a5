import { type Tensor, zeros } from '../tensor/tensor.ts';

/**
 * Classifier-free guidance (Ho & Salimans 2022, arXiv 2207.12598). The network is asked about the negative prompt and the prompt
 * in one batch of two; a guidance of 1 asks about the prompt alone.
 */
export interface Guidance {
  readonly scale: number;
  /** 1 or 2: how many conditionings a batch holds, the negative prompt first. */
  readonly batch: number;
}

export function createGuidance(scale: number): Guidance {
  return { scale, batch: scale === 1 ? 1 : 2 };
}

/** The latents [1, H, W, C] once per conditioning: [batch, H, W, C]. */
export function repeatForGuidance(guidance: Guidance, latents: Tensor): Tensor {
  if (guidance.batch === 1) return latents;
  const repeated = zeros([guidance.batch, ...latents.shape.slice(1)]);
  for (let i = 0; i < guidance.batch; i++) repeated.data.set(latents.data, i * latents.data.length);
  return repeated;
}

/** negative + scale * (prompt - negative), [1, H, W, C]. */
export function applyGuidance(guidance: Guidance, outputs: Tensor): Tensor {
  if (guidance.batch === 1) return outputs;
  const shape = [1, ...outputs.shape.slice(1)];
  const guided = zeros(shape);
  const size = guided.data.length;
  const negative = outputs.data.subarray(0, size);
  const prompted = outputs.data.subarray(size);
  for (let i = 0; i < size; i++) guided.data[i] = negative[i]! + guidance.scale * (prompted[i]! - negative[i]!);
  return guided;
}

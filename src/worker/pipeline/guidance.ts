import { type Tensor, zeros } from '../tensor/tensor.ts';

/**
 * Classifier-free guidance (Ho & Salimans 2022, arXiv 2207.12598). The network is asked about the negative prompt and
 * the prompt in one batch of two; a guidance of 1 asks about the prompt alone.
 *
 * What guidance adds can be taken apart along and across the picture as the prompt alone has it so far. The part along
 * it mostly makes colours stronger, up to burning them; the part across makes the picture fit the prompt (adaptive
 * projected guidance, Sadat et al. 2024, arXiv 2410.02416, without its momentum and its limit on the norm).
 */
export interface Guidance {
  readonly scale: number;
  /** How much of the part along the picture is kept, 0..1: 1 is plain guidance. The paper's eta. */
  readonly parallel: number;
  /** 1 or 2: how many conditionings a batch holds, the negative prompt first. */
  readonly batch: number;
}

export function createGuidance(scale: number, parallel: number): Guidance {
  return { scale, parallel, batch: scale === 1 ? 1 : 2 };
}

/** The network is asked about the prompt alone. */
export const unguided = createGuidance(1, 1);

/**
 * How many steps of a picture are guided, the first ones: `stop` is the share of the steps after which guidance stops,
 * counted as diffusers' guiders count. In the last steps the shape of the picture stands, and what guidance adds is
 * small beside a chip's errors, of which it makes `scale` times as much (Kynkäänniemi et al. 2024, arXiv 2404.07724,
 * leave them out for the sake of the picture).
 */
export function guidedSteps(steps: number, stop: number): number {
  return Math.floor(stop * steps);
}

/**
 * What the text encoder says of a batch of prompts, of the last of them alone: [batch, ...] -> [1, ...], the same
 * memory.
 */
export function ofPromptAlone({ shape, data }: Tensor): Tensor {
  const [batch, ...rest] = shape as [number, ...number[]];
  return { shape: [1, ...rest], data: data.subarray(data.length - data.length / batch) };
}

/** The latents [1, H, W, C] once per conditioning: [batch, H, W, C]. */
export function repeatForGuidance(guidance: Guidance, latents: Tensor): Tensor {
  if (guidance.batch === 1) return latents;
  const repeated = zeros([guidance.batch, ...latents.shape.slice(1)]);
  for (let i = 0; i < guidance.batch; i++) repeated.data.set(latents.data, i * latents.data.length);
  return repeated;
}

/**
 * negative + scale * (prompt - negative), [1, H, W, C]; with a parallel part below 1, less of it along the clean
 * latents.
 *
 * @param estimateClean the clean latents that an output implies. They are linear in the output, so that a part of them
 *   along a direction is
 * the same part of the output.
 */
export function applyGuidance(guidance: Guidance, outputs: Tensor, estimateClean: (output: Tensor) => Tensor): Tensor {
  if (guidance.batch === 1) return outputs;
  const shape = [1, ...outputs.shape.slice(1)];
  const guided = zeros(shape);
  const size = guided.data.length;
  const negative = outputs.data.subarray(0, size);
  const prompted = outputs.data.subarray(size);
  for (let i = 0; i < size; i++) guided.data[i] = negative[i]! + guidance.scale * (prompted[i]! - negative[i]!);
  if (guidance.parallel === 1) return guided;
  const clean = estimateClean({ shape, data: prompted }).data;
  let along = 0;
  let square = 0;
  for (let i = 0; i < size; i++) {
    along += (prompted[i]! - negative[i]!) * clean[i]!;
    square += clean[i]! * clean[i]!;
  }
  const excess = square > 0 ? ((guidance.scale - 1) * (1 - guidance.parallel) * along) / square : 0;
  for (let i = 0; i < size; i++) guided.data[i]! -= excess * clean[i]!;
  return guided;
}

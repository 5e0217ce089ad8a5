import { DEFAULTS } from '../../shared/recipe/fields.ts';
import type { DigitalOperation, Meter } from '../energy/events.ts';
import type { Model } from '../models/load-model.ts';
import { textToImage } from '../pipeline/text-to-image.ts';
import { defaultSampler } from '../samplers/index.ts';
import { createLayerMatmuls } from '../tensor/matmul.ts';
import type { MatrixEngine, MatrixLayer } from '../tensor/matrix-layer.ts';
import { createTracingKernels } from './tracing-kernels.ts';

/** What a picture makes happen, before it is decided which products run on a chip. */
export type TracedEvent =
  | {
      readonly kind: 'product';
      readonly layer: MatrixLayer;
      /** M. */
      readonly rows: number;
      readonly activations: number;
    }
  | {
      readonly kind: 'digital';
      readonly operation: DigitalOperation;
      readonly layer: string | null;
      readonly flops: number;
      readonly bytes: number;
    }
  | { readonly kind: 'dram'; readonly bytes: number };

/** The events of a picture of one size. Every guided step has the same, and every other one. */
export interface Trace {
  readonly text: readonly TracedEvent[];
  readonly guided: readonly TracedEvent[];
  /** A step that asks about the prompt alone. */
  readonly unguided: readonly TracedEvent[];
  readonly decode: readonly TracedEvent[];
}

/**
 * Runs the model's own painting, on kernels that compute nothing, and writes down what it books.
 *
 * @param model may be a sketch
 */
export function traceModel(model: Model, size: { width: number; height: number; guidance: number }): Trace {
  const trace: Record<keyof Trace, TracedEvent[]> = { text: [], guided: [], unguided: [], decode: [] };
  let phase: keyof Trace = 'text';
  const kernels = createTracingKernels();
  const matmulOf = createLayerMatmuls();
  const engine: MatrixEngine = {
    apply(layer, x) {
      const { rows, outputShape } = matmulOf(layer, x);
      trace[phase].push({ kind: 'product', layer, rows, activations: x.data.length });
      return { shape: outputShape, data: kernels.arena.floats(rows * layer.outputs) };
    },
  };
  const meter: Meter = {
    chip() {
      throw new TypeError('nothing runs on a chip while it is traced');
    },
    digital: (operation, layer, flops, bytes) =>
      void trace[phase].push({ kind: 'digital', operation, layer, flops, bytes }),
    dram: (bytes) => void trace[phase].push({ kind: 'dram', bytes }),
  };
  textToImage(
    { ...model, guidanceStop: 1 / 2 },
    { ...DEFAULTS, ...size, prompt: '', seed: 0, steps: 2, sampler: defaultSampler(model.schedule) },
    { engine, kernels, meter },
    {
      beginPhase(next) {
        phase = next;
      },
      beginStep({ index }) {
        phase = index === 0 ? 'guided' : 'unguided';
      },
      afterStep() {},
    },
  );
  return trace;
}

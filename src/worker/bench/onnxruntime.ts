import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { InferenceSession, Tensor as OnnxTensor } from 'onnxruntime-node';
import { openModelFolder } from '../model-files/model-folder.ts';
import { SafetensorsFile } from '../model-files/safetensors.ts';
import { findWeights } from '../model-files/weights-file.ts';
import type { UNetInput } from '../networks/unet.ts';
import type { Tensor } from '../tensor/tensor.ts';

type Onnxruntime = typeof import('onnxruntime-node');

/**
 * Written by training/export_onnx.py: the network of diffusers, whose weights are tensors of the model's own file, by
 * name.
 */
const GRAPH = fileURLToPath(new URL('../../../resources/bench/sticker-unet.onnx', import.meta.url));

/** The built-in UNet in onnxruntime, float32: what the emulation is compared with. */
export interface Peer {
  readonly version: string;
  /** One step of the input that it was opened with. */
  run(): Promise<void>;
  /** What the step answers, in our order, [batch, height, width, channels]. */
  answer(): Promise<Float32Array>;
}

/** The library, or why it is not here: it comes with the development dependencies only. */
export async function loadOnnxruntime(): Promise<Onnxruntime | string> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') {
      return 'onnxruntime-node is not installed: it is a development dependency, npm ci in a clone brings it.';
    }
    return `onnxruntime-node does not run here: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  }
}

/** @param modelFolder the built-in model, or another training of it */
export async function openPeer(
  onnxruntime: Onnxruntime,
  modelFolder: string,
  threads: number,
  input: UNetInput,
): Promise<Peer> {
  const session = await onnxruntime.InferenceSession.create(GRAPH, {
    externalData: weightsOf(modelFolder),
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Its threads spin for 40 ms after a run, on the cores that the next contender needs.
    extra: { session: { force_spinning_stop: '1' } },
  });
  const feeds = feedsOf(onnxruntime, input);
  return {
    version: onnxruntime.env.versions.node ?? 'unknown',
    async run() {
      await session.run(feeds);
    },
    async answer() {
      const { out } = await session.run(feeds);
      return channelsLast(out!);
    },
  };
}

function weightsOf(modelFolder: string): NonNullable<InferenceSession.SessionOptions['externalData']> {
  const path = findWeights(openModelFolder(modelFolder), 'unet');
  const file = new SafetensorsFile(path);
  file.close();
  const bytes = readFileSync(path);
  return [...file.entries].map(([name, entry]) => ({
    path: name,
    data: bytes.subarray(entry.position, entry.position + entry.bytes),
  }));
}

function feedsOf(
  { Tensor }: Onnxruntime,
  { latents, timestep, context, pooled }: UNetInput,
): InferenceSession.FeedsType {
  const [batch, height, width, channels] = latents.shape as [number, number, number, number];
  const float = (tensor: Tensor) => new Tensor('float32', Float32Array.from(tensor.data), [...tensor.shape]);
  return {
    latents: new Tensor('float32', channelsFirst(latents), [batch, channels, height, width]),
    timestep: new Tensor('float32', new Float32Array(batch).fill(timestep), [batch]),
    context: float(context),
    ...(pooled ? { pooled: float(pooled) } : {}),
  };
}

function channelsFirst({ shape, data }: Tensor): Float32Array {
  const [batch, height, width, channels] = shape as [number, number, number, number];
  return swapped(data, batch, height * width, channels);
}

function channelsLast({ dims, data }: OnnxTensor): Float32Array {
  const [batch, channels, height, width] = dims as [number, number, number, number];
  return swapped(data as Float32Array, batch, channels, height * width);
}

/** [batch, rows, columns] -> [batch, columns, rows]. */
function swapped(data: Float32Array, batch: number, rows: number, columns: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let b = 0, start = 0; b < batch; b++, start += rows * columns) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) out[start + j * rows + i] = data[start + i * columns + j]!;
    }
  }
  return out;
}

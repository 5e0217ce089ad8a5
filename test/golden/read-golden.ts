import { fileURLToPath } from 'node:url';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { type Tensor, zeros } from '../../src/worker/tensor/tensor.ts';

/** Path of a golden fixture. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

/** All tensors of a fixture file by name. */
export function readGolden(name: string): Record<string, Tensor> {
  const file = new SafetensorsFile(fixture(name));
  try {
    return Object.fromEntries([...file.entries.keys()].map((key) => [key, file.read(key)]));
  } finally {
    file.close();
  }
}

/** PyTorch's [batch, channels, height, width] -> our [batch, height, width, channels]. */
export function channelsLast(image: Tensor): Tensor {
  const [batch, channels, height, width] = image.shape as [number, number, number, number];
  const turned = zeros([batch, height, width, channels]);
  const pixels = height * width;
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      for (let p = 0; p < pixels; p++) {
        turned.data[(b * pixels + p) * channels + c] = image.data[(b * channels + c) * pixels + p]!;
      }
    }
  }
  return turned;
}

/** Largest difference over the largest expected magnitude. Infinite where shapes differ. */
export function relativeError(actual: Tensor, expected: Tensor): number {
  if (actual.shape.join() !== expected.shape.join()) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let magnitude = 0;
  for (let i = 0; i < expected.data.length; i++) {
    difference = Math.max(difference, Math.abs(actual.data[i]! - expected.data[i]!));
    magnitude = Math.max(magnitude, Math.abs(expected.data[i]!));
  }
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference / magnitude;
}

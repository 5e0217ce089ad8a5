import type { Meter } from '../energy/events.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';

/**
 * Books a float32 product beside the chip, without the fetching of its weights (WeightMemory).
 *
 * @param rows M
 * @param activations that come in: M*K for a linear layer, the pixels times channels of a convolution's image
 */
export function meterFloatMatmul(
  meter: Meter,
  { name, inputs, outputs }: Pick<MatrixLayer, 'name' | 'inputs' | 'outputs'>,
  rows: number,
  activations: number,
): void {
  const bytes = 4 * (activations + outputs * inputs + rows * outputs);
  meter.digital('matmul', name, 2 * rows * inputs * outputs, bytes);
}

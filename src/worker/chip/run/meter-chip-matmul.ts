import type { ChipEvents, Meter } from '../../energy/events.ts';

/**
 * Books a product on the chip with what the digital unit does before and after it.
 *
 * @param activations that are quantized
 * @param results M*N
 */
export function meterChipMatmul(
  meter: Meter,
  layer: string,
  events: ChipEvents,
  activations: number,
  results: number,
): void {
  meter.chip(layer, events);
  // Multiply, round and clamp an activation; scale a sum and add the bias.
  meter.digital('quantize', layer, 3 * activations, 5 * activations);
  meter.digital('elementwise', layer, 2 * results, 8 * results);
}

import type { ConvGeometry, MatrixLayer } from './matrix-layer.ts';
import type { GroupNorm, Norm } from './operators/group-norm.ts';

/**
 * Where a network takes its layers from: a file of trained weights (WeightReader), or weights made up for a
 * measurement.
 */
export interface LayerSource {
  /** Every matrix layer taken so far, in order. */
  readonly layers: readonly MatrixLayer[];
  linear(name: string, inputs: number, outputs: number, options?: { bias?: boolean }): MatrixLayer;
  /** A convolution; one of a single pixel becomes the linear layer that it is. */
  conv(name: string, channels: number, outputs: number, geometry: ConvGeometry): MatrixLayer;
  layerNorm(name: string, channels: number, eps: number): Norm;
  groupNorm(name: string, channels: number, groups: number, eps: number): GroupNorm;
  /** Call after the last layer. Throws OhmbrushError 'bad-model' where the layers and their source do not fit. */
  finish(): void;
}

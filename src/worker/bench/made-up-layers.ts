import type { LayerSource } from '../networks/layer-source.ts';
import type { ConvGeometry, MatrixLayer } from '../tensor/matrix-layer.ts';
import type { GroupNorm, Norm } from '../tensor/operators/group-norm.ts';

/**
 * Layers with random weights for a network that is measured and never looked at. A weight is made when it is asked for and not kept, so a network
 * of any size takes no more memory than its largest layer until the kernels hold it.
 */
export class MadeUpLayers implements LayerSource {
  readonly layers: MatrixLayer[] = [];

  linear(name: string, inputs: number, outputs: number, options: { bias?: boolean } = {}): MatrixLayer {
    return this.#keep(name, inputs, outputs, options.bias ?? true, null);
  }

  conv(name: string, channels: number, outputs: number, geometry: ConvGeometry): MatrixLayer {
    const { kernel, stride } = geometry;
    return this.#keep(name, channels * kernel * kernel, outputs, true, kernel === 1 && stride === 1 ? null : geometry);
  }

  layerNorm(name: string, channels: number, eps: number): Norm {
    return { name: layerName(name), weight: shared(channels).fill(1), bias: shared(channels), eps };
  }

  groupNorm(name: string, channels: number, groups: number, eps: number): GroupNorm {
    return { ...this.layerNorm(name, channels, eps), groups };
  }

  finish(): void {}

  /** How many weights all matrices have together. */
  get weights(): number {
    return this.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  }

  #keep(name: string, inputs: number, outputs: number, bias: boolean, conv: ConvGeometry | null): MatrixLayer {
    const seed = this.layers.length + 1;
    const layer: MatrixLayer = {
      name: layerName(name),
      get weight() {
        return randomWeights(outputs, inputs, seed);
      },
      bias: bias ? shared(outputs) : null,
      outputs,
      inputs,
      conv,
    };
    this.layers.push(layer);
    return layer;
  }
}

function layerName(name: string): string {
  return `unet.${name}`;
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}

/** Uniform, with the variance 1 / inputs that keeps activations at the size of what comes in (Glorot & Bengio 2010). */
function randomWeights(outputs: number, inputs: number, seed: number): Float32Array {
  const weight = shared(outputs * inputs);
  const size = Math.sqrt(3 / inputs) / 2 ** 31;
  let state = Math.imul(seed, 0x9e3779b9) | 1;
  for (let i = 0; i < weight.length; i++) {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    weight[i] = state * size;
  }
  return weight;
}

import type { LayerSource } from '../tensor/layer-source.ts';
import type { ConvGeometry, MatrixLayer } from '../tensor/matrix-layer.ts';
import type { GroupNorm, Norm } from '../tensor/operators/group-norm.ts';

/** Random numbers of which all weights are made; what they are is of no matter, only that they fill the range. */
const NUMBERS = randomNumbers(1 << 16);

/**
 * Layers with random weights for a network that is measured and never looked at. A weight is made when it is asked for,
 * in memory that the next one takes over, so a network of any size needs no more than its largest layer until the
 * kernels hold it.
 */
export class MadeUpLayers implements LayerSource {
  readonly layers: MatrixLayer[] = [];
  #memory = new Float32Array(0);

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

  /** Gives the memory of the last weight back, at once: it is as large as a seventh of the network in int8. */
  forgetWeight(): void {
    this.#memory.buffer.transfer(0);
    this.#memory = new Float32Array(0);
  }

  /**
   * Uniform, with the variance 1 / inputs that keeps activations at the size of what comes in (Glorot & Bengio 2010).
   */
  #weight(outputs: number, inputs: number): Float32Array {
    const length = outputs * inputs;
    if (this.#memory.length < length) {
      this.forgetWeight();
      this.#memory = new Float32Array(length);
    }
    const weight = this.#memory.subarray(0, length);
    const size = Math.sqrt(3 / inputs);
    const mask = NUMBERS.length - 1;
    for (let i = 0; i < length; i++) weight[i] = size * NUMBERS[i & mask]!;
    return weight;
  }

  #keep(name: string, inputs: number, outputs: number, bias: boolean, conv: ConvGeometry | null): MatrixLayer {
    const makeWeight = () => this.#weight(outputs, inputs);
    const layer: MatrixLayer = {
      name: layerName(name),
      get weight() {
        return makeWeight();
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

/** Uniform in -1..1. @param count a power of two */
function randomNumbers(count: number): Float32Array {
  const numbers = new Float32Array(count);
  let state = 0x9e3779b9 | 0;
  for (let i = 0; i < count; i++) {
    // xorshift32 (Marsaglia 2003).
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[i] = state / 2 ** 31;
  }
  return numbers;
}

import { OhmbrushError } from '../../shared/errors.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import type { LayerSource } from '../tensor/layer-source.ts';
import type { ConvGeometry, MatrixLayer } from '../tensor/matrix-layer.ts';
import type { GroupNorm, Norm } from '../tensor/operators/group-norm.ts';
import type { WeightsFile } from './safetensors.ts';
import type { Component } from './weights-file.ts';

/** How many wrong things an error names. */
const NAMED = 3;

/**
 * Takes the layers of one network out of a weights file, checking each tensor's shape against what the config implies.
 * It goes on after a wrong tensor, so that `finish` can name them together; layers taken after that are of no use.
 */
export class WeightReader implements LayerSource {
  readonly #file: WeightsFile;
  readonly #component: Component;
  readonly #prefixes: { readonly stored: string; readonly layer: string };
  /** Every matrix layer taken so far, in order. */
  readonly layers: MatrixLayer[] = [];
  readonly #taken = new Set<string>();
  readonly #missing: string[] = [];
  readonly #misshapen: Value[] = [];

  /** @param prefixes what the names given by callers leave out: in the file, and in the layers' names */
  constructor(file: WeightsFile, component: Component, prefixes = { stored: '', layer: '' }) {
    this.#file = file;
    this.#component = component;
    this.#prefixes = prefixes;
  }

  has(name: string): boolean {
    return this.#file.entries.has(this.#prefixes.stored + name);
  }

  /** A tensor of exactly this shape. */
  tensor(name: string, shape: readonly number[]): Float32Array {
    const stored = this.#prefixes.stored + name;
    this.#taken.add(stored);
    const entry = this.#file.entries.get(stored);
    if (!entry) this.#missing.push(stored);
    else if (entry.shape.join() !== shape.join()) {
      const [found, wanted] = [entry.shape.join('x'), shape.join('x')];
      this.#misshapen.push(phrase('shape-wrong', { name: stored, found, wanted }));
    } else return this.#file.read(stored).data;
    return new Float32Array(0);
  }

  /** @param options.storedAs the name in the file, where it is not the layer's */
  linear(
    name: string,
    inputs: number,
    outputs: number,
    options: { bias?: boolean; storedAs?: string } = {},
  ): MatrixLayer {
    const stored = options.storedAs ?? name;
    return this.#keep({
      name: this.#layerName(name),
      weight: this.tensor(`${stored}.weight`, [outputs, inputs]),
      bias: (options.bias ?? true) ? this.tensor(`${stored}.bias`, [outputs]) : null,
      outputs,
      inputs,
      conv: null,
    });
  }

  conv(name: string, channels: number, outputs: number, geometry: ConvGeometry): MatrixLayer {
    const { kernel, stride } = geometry;
    const stored = this.tensor(`${name}.weight`, [outputs, channels, kernel, kernel]);
    return this.#keep({
      name: this.#layerName(name),
      weight: turnTapsOutermost(stored, channels, kernel),
      bias: this.tensor(`${name}.bias`, [outputs]),
      outputs,
      inputs: channels * kernel * kernel,
      conv: kernel === 1 && stride === 1 ? null : geometry,
    });
  }

  layerNorm(name: string, channels: number, eps: number): Norm {
    return {
      name: this.#layerName(name),
      weight: this.tensor(`${name}.weight`, [channels]),
      bias: this.tensor(`${name}.bias`, [channels]),
      eps,
    };
  }

  groupNorm(name: string, channels: number, groups: number, eps: number): GroupNorm {
    return { ...this.layerNorm(name, channels, eps), groups };
  }

  /**
   * Call after the last layer.
   *
   * @param ignored tensors that may be in the file without being used
   * @throws OhmbrushError 'bad-model' that names missing, misshapen and left-over tensors
   */
  finish(ignored: readonly string[] = []): void {
    const extra = [...this.#file.entries.keys()].filter((name) => !this.#taken.has(name) && !ignored.includes(name));
    const problems = [
      ...this.#misshapen.slice(0, NAMED),
      ...(this.#missing.length > 0 ? [phrase('missing-names', { names: someOf(this.#missing) })] : []),
      ...(extra.length > 0 ? [phrase('extra-names', { names: someOf(extra) })] : []),
    ];
    if (problems.length === 0) return;
    throw new OhmbrushError('weights-misfit', { file: this.#file.path, component: this.#component, problems });
  }

  #keep(layer: MatrixLayer): MatrixLayer {
    this.layers.push(layer);
    return layer;
  }

  #layerName(name: string): string {
    return `${this.#component}.${this.#prefixes.layer}${name}`;
  }
}

/** The first of them, and how many more there are. */
export function someOf(names: readonly Value[]): Value {
  const shown = names.slice(0, NAMED);
  const more = names.length - NAMED;
  return more > 0 ? phrase('names-and-more', { names: shown, number: more }) : shown;
}

/**
 * PyTorch's [out, in, ky, kx] -> [out, ky, kx, in], the order in which a channels-last patch lies in memory; in place.
 */
function turnTapsOutermost(weight: Float32Array, channels: number, kernel: number): Float32Array {
  if (kernel === 1) return weight;
  const taps = kernel * kernel;
  const patch = new Float32Array(channels * taps);
  for (let start = 0; start < weight.length; start += patch.length) {
    patch.set(weight.subarray(start, start + patch.length));
    for (let c = 0; c < channels; c++) {
      for (let tap = 0; tap < taps; tap++) weight[start + tap * channels + c] = patch[c * taps + tap]!;
    }
  }
  return weight;
}

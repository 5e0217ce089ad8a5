/**
 * The one interface of all kernel backends. `reference.ts` is the definition: plain and slow. Another backend
 * earns its place by returning the same bits for the same call. Calls are synchronous and work on a range of rows, so that
 * a pool may cut one product over threads in any way without changing a bit. Float32 arithmetic is written with one
 * rounding per operation (no fused multiply-add), which every instruction set and WebAssembly can reproduce.
 */
export interface Kernels {
  readonly id: 'reference' | 'wasm' | 'native';
  /** What it runs on, for people: 'AVX-512 VNNI', 'JavaScript'. */
  readonly detail: string;

  /**
   * Takes the cells of one programmed layer into the backend's own layout. The handle is valid in every thread of the
   * process for a backend whose memory is shared (native), else the pool loads once per thread with the same key.
   */
  load(key: number, crossbar: Crossbar): void;
  unload(key: number): void;

  /** Rows [from, to) of a product on the chip; see CrossbarCall for the arithmetic. Adds to `counts`. */
  crossbar(key: number, call: CrossbarCall, from: number, to: number, counts: CrossbarCounts): void;

  /** Rows [from, to) of c = gather(a) b^T + bias in float32, products added in ascending k: acc = f32(acc + f32(a*b)), starting from 0; bias added last. */
  matmul(call: MatmulCall, from: number, to: number): void;
}

/** The cells of one layer as the array sees them: integers on the conductance grid. */
export interface Crossbar {
  /** K: rows over all tiles. */
  readonly rows: number;
  /** N: logical columns (output channels). */
  readonly columns: number;
  /** Rows of one tile; the last tile may be shorter. */
  readonly tileRows: number;
  /**
   * One [K, N] row-major array per weight slice, least significant first: the signed difference G+ - G- (differential) or the
   * single conductance (offset), in grid steps. Int8Array when all fit, else Int16Array.
   */
  readonly slices: readonly (Int8Array | Int16Array)[];
}

/**
 * Where a row's K inputs lie: input k of row m is data[rowStart[m] + tapStart[k / tapLength] + k % tapLength]. A linear
 * layer has one tap of K; a convolution on a zero-padded channels-last image has a tap per kernel row: no im2col buffer.
 */
export interface Gather {
  readonly rowStart: Int32Array;
  readonly tapStart: Int32Array;
  readonly tapLength: number;
}

/**
 * One analog product over all tiles, input slices and weight slices. For row m and column n:
 *
 *     total = 0 (int32)
 *     for each tile t, input slice i, weight slice w (in this order):
 *       S = sum over the tile's rows k of inputSlice_i(x[m, k]) * cells_w[k, n]            (int32, exact)
 *       f = f32(f32(S) * inverseLsb)
 *       if noise: f = f32(f + f32(sigma[m, t, i] * gaussian(noiseKey, m, n, conversion)))        (gaussian.ts)
 *                 with conversion = (t * inputSlices + i) * weightSlices + w
 *       code = clamp(roundHalfToEven(f), codeMin, codeMax), counting the clamped
 *       total += code * inputWeight_i * sliceWeight[w]
 *     total += offset * sum over k of x[m, k]                                                (int32; 0 for differential)
 *     y[m, n] = f32(f32(f32(total) * f32(rowScale[m] * columnScale[n])) + bias[n])
 *
 * Input slices: with inputSlices = 1 the slice is x itself and inputWeight is 1. Otherwise x is cut, two's complement, into
 * slices of sliceBits: slice i = (x >> (i * sliceBits)) & mask with inputWeight 2^(i * sliceBits), except that the top slice
 * keeps its sign (arithmetic shift, no mask).
 * Lossless: inverseLsb 1, no noise, code range all of int32: then the total is the integer product itself.
 */
export interface CrossbarCall {
  /** Quantized activations, shared memory. */
  readonly input: Int8Array;
  readonly gather: Gather;
  readonly inputSlices: number;
  readonly sliceBits: number;
  readonly inverseLsb: number;
  readonly codeMin: number;
  readonly codeMax: number;
  /** Power-of-two weight of each cell slice. */
  readonly sliceWeight: Int32Array;
  /** Digital correction per unit of summed input, in LSB (offset encoding only); 0 otherwise. */
  readonly offset: number;
  /** Null = no noise. */
  readonly noise: {
    /** 32-bit key drawn from picture seed, chip seed, layer and step. */
    readonly key: number;
    /** Standard deviation in LSB, [M, tiles, inputSlices]. */
    readonly sigma: Float32Array;
  } | null;
  /** [M] scale of a row's activations, LSB included. */
  readonly rowScale: Float32Array;
  /** [N]. */
  readonly columnScale: Float32Array;
  readonly bias: Float32Array | null;
  /** y: row m starts at m * outputStride. Shared memory. */
  readonly output: Float32Array;
  readonly outputStride: number;
}

/** Exact counters of what happened, the same for any split over threads. */
export interface CrossbarCounts {
  conversions: number;
  clipped: number;
}

export interface MatmulCall {
  readonly a: Float32Array;
  readonly gather: Gather;
  /** [N, K] row-major: the trained weight as it lies. */
  readonly b: Float32Array;
  readonly k: number;
  readonly n: number;
  readonly bias: Float32Array | null;
  readonly c: Float32Array;
  readonly cStride: number;
}

/**
 * What the engine calls: one backend on a number of threads. Every call returns when the whole product is done; rows are
 * handed out in chunks as threads become free, which changes no bit of the result.
 */
export interface KernelPool {
  readonly backend: Kernels['id'];
  readonly detail: string;
  readonly threads: number;
  /** Programs a crossbar into every thread. */
  load(crossbar: Crossbar): number;
  unload(handle: number): void;
  crossbar(handle: number, call: CrossbarCall, rows: number): CrossbarCounts;
  matmul(call: MatmulCall, rows: number): void;
  close(): Promise<void>;
}

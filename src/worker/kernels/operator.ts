/**
 * One operation of the kernels. A file in operators/ defines it here in plain TypeScript; a file of the same name in native/operators/
 * repeats it for every instruction set and for WebAssembly, bit for bit. To add one: these two files, and a line in each list
 * (operators/index.ts, native/operators.h).
 *
 * Arithmetic: float32 with one rounding per operation, in the order the definition shows. Only sums of products are fused (fused.ts).
 */
export interface Operator<Call> {
  /** The same as in native/operators.h. */
  readonly name: string;
  /** Throws RangeError where arrays do not fit: the compiled kernels trust what they are given. Cheap, as it runs before every call. */
  check(call: Call): void;
  /** About how many multiply-accumulates of a matrix kernel the call is worth: whether to wake other threads. */
  cost(call: Call): number;
  fields(call: Call): Fields;
  /** The definition: does the whole call. */
  reference(call: Call, counts: Counts): void;
}

/** What a compiled kernel is handed: its C++ struct reads arrays (inputs first, then outputs) and numbers in this order. */
export interface Fields {
  readonly inputs: readonly (Numbers | null)[];
  readonly outputs: readonly Numbers[];
  /** Integers up to 2^53, or numbers that are read as float32 or float64. */
  readonly numbers: readonly number[];
}

export type Numbers = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Most arrays and numbers of a call: the size of `Fields` in native/fields.h. */
export const mostArrays = 16;
export const mostNumbers = 24;

/** Exact integers counted in a call, the same for any split over threads. */
export interface Counts {
  /** Conversions of an ADC. */
  conversions: number;
  /** Conversions that left the range. */
  clipped: number;
  /** Energy drawn by the cells, see operators/crossbar.ts. */
  conduction: number;
  /** Inputs that are not finite numbers; the results are then worth nothing. */
  nonFinite: number;
}

/** A kind of weights that a backend brings into a layout of its own. operands/ defines the kinds as operators/ does the operations. */
export interface Operand<Weights, Shape> {
  /** The same as in native/operators.h. */
  readonly name: string;
  /** Throws RangeError where arrays do not fit. */
  check(weights: Weights): void;
  shape(weights: Weights): Shape;
  fields(weights: Weights): Fields;
}

/** Weights in a backend. */
export interface Loaded<Weights, Shape> {
  readonly shape: Shape;
  /** Of the packed weights, for the compiled kernels: a number of their call. */
  readonly address: number;
  /** As they are, for the reference; null in the other backends, which keep only their own layout. */
  readonly weights: Weights | null;
}

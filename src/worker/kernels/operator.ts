import { type CallFields, type CallLayout, layoutOf, type ValuesOf } from './call-fields.ts';

/**
 * One operation of the kernels. A file in operators/ defines it here in plain TypeScript; a file of the same name in
 * native/operators/ repeats it for every instruction set and for WebAssembly, bit for bit. To add one: these two files,
 * and a line in each list (operators/index.ts, native/operators.h).
 *
 * Arithmetic: float32 with one rounding per operation, in the order the definition shows. Only sums of products are
 * fused (fused.ts).
 */
export interface Operator<Call> {
  readonly name: string;
  /** What a compiled kernel is handed. */
  readonly layout: CallLayout;
  /**
   * Throws RangeError where arrays do not fit: the compiled kernels trust what they are given. Cheap, as it runs before
   * every call.
   */
  check(call: Call): void;
  /** About how many multiply-accumulates of a matrix kernel the call is worth: whether to wake other threads. */
  cost(call: Call): number;
  /** The fields of the layout, of one call. */
  values(call: Call): object;
  /** The definition: does the whole call. */
  reference(call: Call, counts: Counts): void;
}

interface OperatorDefinition<Call, Fields extends CallFields> extends Omit<Operator<Call>, 'layout' | 'values'> {
  readonly fields: Fields;
  values(call: Call): ValuesOf<Fields>;
}

export function defineOperator<Call, const Fields extends CallFields>({
  fields,
  ...rest
}: OperatorDefinition<Call, Fields>): Operator<Call> {
  return { ...rest, layout: layoutOf(rest.name, fields) };
}

/** What a call counts, the same for any split over threads: exact integers. */
export const counters = {
  conversions: 'Conversions of an ADC.',
  clipped: 'Conversions that left the range.',
  conduction: 'Energy conducted by the cells, see operators/crossbar.ts.',
  nonFinite: 'Inputs that are not finite numbers; the results are then worth nothing.',
} as const;
export type Counter = keyof typeof counters;
export type Counts = Record<Counter, number>;

export const counterNames = Object.keys(counters) as Counter[];

export function noCounts(): Counts {
  return { conversions: 0, clipped: 0, conduction: 0, nonFinite: 0 };
}

/**
 * A kind of weights that a backend brings into a layout of its own. operands/ defines the kinds as operators/ does the
 * operations.
 */
export interface Operand<Weights, Shape> {
  readonly name: string;
  readonly layout: CallLayout;
  /** Throws RangeError where arrays do not fit. */
  check(weights: Weights): void;
  shape(weights: Weights): Shape;
  values(weights: Weights): object;
}

interface OperandDefinition<Weights, Shape, Fields extends CallFields>
  extends Omit<Operand<Weights, Shape>, 'layout' | 'values'> {
  readonly fields: Fields;
  values(weights: Weights): ValuesOf<Fields>;
}

export function defineOperand<Weights, Shape, const Fields extends CallFields>({
  fields,
  ...rest
}: OperandDefinition<Weights, Shape, Fields>): Operand<Weights, Shape> {
  return { ...rest, layout: layoutOf(rest.name, fields) };
}

/** Weights in a backend. */
export interface Loaded<Weights, Shape> {
  readonly shape: Shape;
  /** Of the packed weights, for the compiled kernels: a field of their call. */
  readonly address: number;
  /** As they are, for the reference; null in the other backends, which keep only their own layout. */
  readonly weights: Weights | null;
}

/** An array that a compiled kernel sees. */
export type Numbers = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

interface ArrayOf {
  i8: Int8Array;
  i16: Int16Array;
  i32: Int32Array;
  f32: Float32Array;
  f64: Float64Array;
  /** Of several types: C++ sees a void pointer. */
  any: Numbers;
}
type Element = keyof ArrayOf;
type ArrayType = `${Element}[]` | `${Element}[]?` | `out ${Element}[]` | 'any[][]';

/** One of several names, which C++ sees as an enum class `choice`. */
export interface Choice<Name extends string = string> {
  readonly choice: string;
  readonly of: readonly Name[];
}

/** Fields that several calls have in common: C++ sees a struct of that name. */
export interface Group<Fields extends CallFields = CallFields> {
  readonly struct: string;
  readonly fields: Fields;
}

/**
 * Type of a field of a kernel's call. Numbers: 'i32', 'f32', 'f64' and 'bool'; 'packed' is the address of an operand
 * that the backend has loaded. Arrays: read ('f32[]'), perhaps null ('f32[]?'), written ('out f32[]'), or, as the last
 * field, several ('any[][]').
 */
export type FieldType = 'i32' | 'f32' | 'f64' | 'bool' | 'packed' | Choice | Group | ArrayType;

/** The fields of a call: TypeScript's packing and C++'s struct derive from them, see scripts/write-kernel-calls.ts. */
export type CallFields = { readonly [name: string]: FieldType };

type ValueOf<Type> = Type extends 'bool'
  ? boolean
  : Type extends 'i32' | 'f32' | 'f64' | 'packed'
    ? number
    : Type extends Choice<infer Name>
      ? Name
      : Type extends Group<infer Fields>
        ? ValuesOf<Fields>
        : Type extends 'any[][]'
          ? readonly Numbers[]
          : Type extends `out ${infer E extends Element}[]`
            ? ArrayOf[E]
            : Type extends `${infer E extends Element}[]?`
              ? ArrayOf[E] | null
              : Type extends `${infer E extends Element}[]`
                ? ArrayOf[E]
                : never;

/** What a call has to give for its fields. */
export type ValuesOf<Fields> = { readonly [Name in keyof Fields]: ValueOf<Fields[Name]> };
export type GroupValues<Of extends Group> = ValuesOf<Of['fields']>;

/** Most arrays that a field of several may hold: a weight has at most 8 bits, so at most 8 slices of cells. */
export const mostInList = 8;

/** A number or an array as it is handed over: the value at a path of names. */
export interface Slot {
  readonly path: readonly string[];
  readonly type: Exclude<FieldType, Group>;
}

/** The fields of one operator or operand as C++ is handed them: numbers and arrays apart, each in order. */
export interface CallLayout {
  readonly fields: CallFields;
  readonly numbers: readonly Slot[];
  readonly arrays: readonly Slot[];
  /** Which of the arrays are written. */
  readonly outputs: ReadonlySet<number>;
  /** Name and fields in one line, which a compiled module must have too. */
  readonly signature: string;
}

export function layoutOf(name: string, fields: CallFields): CallLayout {
  const slots = slotsOf(fields, []);
  const arrays = slots.filter(({ type }) => isArray(type));
  const list = arrays.findIndex(({ type }) => type === 'any[][]');
  if (list >= 0 && list < arrays.length - 1) throw new TypeError(`${name}: a list of arrays is the last field`);
  return {
    fields,
    numbers: slots.filter(({ type }) => !isArray(type)),
    arrays,
    outputs: new Set(arrays.flatMap(({ type }, i) => (`${type}`.startsWith('out ') ? [i] : []))),
    signature: `${name}${textOf(fields)}`,
  };
}

function slotsOf(fields: CallFields, above: readonly string[]): Slot[] {
  return Object.entries(fields).flatMap(([name, type]) => {
    const path = [...above, name];
    return isGroup(type) ? slotsOf(type.fields, path) : [{ path, type }];
  });
}

function textOf(fields: CallFields): string {
  const texts = Object.entries(fields).map(([name, type]) => {
    if (typeof type === 'string') return `${name}: ${type}`;
    return `${name}: ${isGroup(type) ? textOf(type.fields) : type.of.join(' | ')}`;
  });
  return `(${texts.join(', ')})`;
}

export function isGroup(type: FieldType): type is Group {
  return typeof type === 'object' && 'struct' in type;
}

export function isArray(type: FieldType): type is ArrayType {
  return typeof type === 'string' && type.includes('[]');
}

/** How many numbers and arrays a call takes at most. */
export function mostSlots(layouts: readonly CallLayout[]): { readonly numbers: number; readonly arrays: number } {
  const arraysOf = ({ arrays }: CallLayout) =>
    arrays.reduce((sum, { type }) => sum + (type === 'any[][]' ? mostInList : 1), 0);
  return {
    numbers: Math.max(...layouts.map(({ numbers }) => numbers.length)),
    arrays: Math.max(...layouts.map(arraysOf)),
  };
}

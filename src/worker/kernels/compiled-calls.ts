import { mostSlots } from './call-fields.ts';
import { type PackCall, packers } from './generated/pack-calls.ts';
import { operands } from './operands/index.ts';
import { counterNames } from './operator.ts';
import { operators } from './operators/index.ts';

/** Most numbers and arrays of a call: the size of `Fields` in native/generated/calls.h. */
export const slots = mostSlots([...operators, ...operands].map(({ layout }) => layout));

/** By name: the number that a compiled module knows an operator or operand by, and how its fields are handed over. */
function compiled(list: readonly { readonly name: string }[], pack: Readonly<Record<string, PackCall>>) {
  return new Map(list.map(({ name }, index) => [name, { index, pack: pack[name]! }]));
}
export const compiledOperators = compiled(operators, packers.operators);
export const compiledOperands = compiled(operands, packers.operands);

/** What a compiled module says of itself, in the order of its lists. */
interface ModuleCalls {
  readonly operators: readonly string[];
  readonly operands: readonly string[];
  readonly counters: readonly string[];
}

/**
 * Whether a module was compiled for the calls that this version makes: every operator, operand and counter, field by
 * field.
 */
export function hasOurCalls(module: ModuleCalls): boolean {
  const signatures = (list: readonly { readonly layout: { readonly signature: string } }[]) =>
    list.map(({ layout }) => layout.signature);
  return (
    areSame(module.operators, signatures(operators)) &&
    areSame(module.operands, signatures(operands)) &&
    areSame(module.counters, counterNames)
  );
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

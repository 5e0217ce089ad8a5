import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CallFields,
  type CallLayout,
  type FieldType,
  isArray,
  isGroup,
  mostSlots,
  type Slot,
} from '../src/worker/kernels/call-fields.ts';
import { operands } from '../src/worker/kernels/operands/index.ts';
import { counters } from '../src/worker/kernels/operator.ts';
import { operators } from '../src/worker/kernels/operators/index.ts';

interface Described {
  readonly name: string;
  readonly layout: CallLayout;
}

/** What is written, by file. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return { 'native/generated/calls.h': header(), 'src/worker/kernels/generated/pack-calls.ts': packers() };
}

const origin =
  'Written by scripts/write-kernel-calls.mjs from the fields that src/worker/kernels/operators and operands describe.';

const cppTypes: Record<string, string> = {
  i8: 'int8_t',
  i16: 'int16_t',
  i32: 'int32_t',
  f32: 'float',
  f64: 'double',
  any: 'void',
};

/** How C++ declares a field, up to its name. */
function declared(type: FieldType): string {
  if (typeof type === 'object') return `${isGroup(type) ? type.struct : type.choice} `;
  if (type === 'any[][]') return 'const void *const *';
  if (type === 'packed') return 'const uint8_t *';
  if (type === 'bool') return 'bool ';
  if (!isArray(type)) return `${cppTypes[type]} `;
  const [, out, element] = /^(out )?(\w+)\[\]/.exec(type)!;
  return `${out ? '' : 'const '}${cppTypes[element!]} *`;
}

/** Reads fields from the slots of a call, one after the other. */
function reader({ numbers, arrays }: CallLayout): (type: FieldType) => string {
  let number = 0;
  let array = 0;
  return function read(type: FieldType): string {
    if (typeof type === 'object' && isGroup(type))
      return Object.values(type.fields)
        .map(read)
        .join(`,\n${' '.repeat(12)}`);
    if (isArray(type)) {
      if (array >= arrays.length) throw new RangeError('more arrays than slots');
      const slot = array++;
      return type === 'any[][]' ? `f.arrays + ${slot}` : `static_cast<${declared(type)}>(f.arrays[${slot}])`;
    }
    if (number >= numbers.length) throw new RangeError('more numbers than slots');
    const value = `f.numbers[${number++}]`;
    if (typeof type === 'object') return `${type.choice}(integerOf(${value}))`;
    return {
      i32: `integerOf(${value})`,
      f32: `float(${value})`,
      f64: value,
      bool: `${value} != 0`,
      packed: `packedAt(${value})`,
    }[type];
  };
}

function callStruct(name: string, layout: CallLayout): string[] {
  const read = reader(layout);
  const fields = Object.entries(layout.fields);
  const initialised = fields.map(([field, type]) => {
    const value = read(type);
    return isGroup(type) ? `${field}{\n${' '.repeat(12)}${value}}` : `${field}(${value})`;
  });
  return [
    `struct ${name} {`,
    '  static constexpr const char *kSignature =',
    `      ${inLines(layout.signature)
      .map((line) => `"${line}"`)
      .join('\n      ')};`,
    '',
    ...members(layout.fields),
    '',
    `  explicit ${name}(const Fields &f)`,
    ...initialised.map((text, i) => `      ${i === 0 ? ':' : ' '} ${text}${i < fields.length - 1 ? ',' : ' {}'}`),
    '};',
    '',
  ];
}

function members(fields: CallFields): string[] {
  return Object.entries(fields).map(([field, type]) => `  ${declared(type)}${field};`);
}

function inLines(text: string): string[] {
  return text.match(/.{1,100}( |$)/g)!;
}

/** The structs of groups and the enums of choices, each once. */
function sharedTypes(described: readonly Described[]): string[] {
  const types = described
    .flatMap(({ layout }) => Object.values(layout.fields))
    .filter((type) => typeof type === 'object');
  const texts = types.map((type) =>
    isGroup(type)
      ? [`struct ${type.struct} {`, ...members(type.fields), '};', ''].join('\n')
      : `enum class ${type.choice} : int32_t { ${type.of.join(', ')} };\n`,
  );
  return [...new Set(texts)];
}

function header(): string {
  const names = Object.keys(counters);
  const slots = mostSlots([...operators, ...operands].map(({ layout }) => layout));
  const text = [
    `// ${origin}`,
    '#pragma once',
    '',
    '#include <stdint.h>',
    '',
    '// A call as TypeScript hands it over: numbers, and arrays or null. Sizes have been checked.',
    'struct Fields {',
    `  static constexpr int32_t kNumbers = ${slots.numbers};`,
    `  static constexpr int32_t kArrays = ${slots.arrays};`,
    '',
    '  double numbers[kNumbers];',
    '  void *arrays[kArrays];',
    '};',
    '',
    '// Exact integers, so that the order in which threads add theirs does not matter.',
    'struct Counts {',
    ...Object.entries(counters).flatMap(([name, meaning]) => [`  // ${meaning}`, `  int64_t ${name} = 0;`]),
    '};',
    '',
    'namespace {',
    '',
    'constexpr int64_t Counts::*kCounters[] = {',
    ...names.map((name) => `    &Counts::${name},`),
    '};',
    `constexpr const char *kCounterNames[] = {${names.map((name) => `"${name}"`).join(', ')}};`,
    '',
    'inline int32_t integerOf(double number) { return int32_t(int64_t(number)); }',
    '// Weights that `load` has packed.',
    'inline const uint8_t *packedAt(double address) { return reinterpret_cast<const uint8_t *>(uintptr_t(address)); }',
    '',
    ...sharedTypes([...operators, ...operands]),
    ...operators.flatMap(({ name, layout }) => callStruct(`${capital(name)}Call`, layout)),
    ...operands.flatMap(({ name, layout }) => callStruct(`${capital(name)}Operand`, layout)),
    '}  // namespace',
  ];
  return `${text.join('\n')}\n`;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A function for each call: a loop over names would cost as much as a small kernel. */
function packers(): string {
  return `// ${origin}
// biome-ignore-all format: a field a line
import type { Numbers } from '../call-fields.ts';

/** Writes the numbers of a call to the start of \`numbers\` and returns its arrays. */
export type PackCall = (values: object, numbers: Float64Array) => (Numbers | null)[];

${packersOf('operators', operators)}
${packersOf('operands', operands)}
/** By name; each takes the values that the operator or operand of its name gives. */
export const packers = {
  operators: operators as Readonly<Record<string, PackCall>>,
  operands: operands as Readonly<Record<string, PackCall>>,
};
`;
}

function packersOf(title: string, described: readonly Described[]): string {
  const functions = described.map(({ name, layout: { fields, numbers, arrays } }) => [
    `  ${name}(`,
    `    values: {`,
    ...typeLines(fields, 6),
    '    },',
    '    numbers: Float64Array,',
    '  ) {',
    ...numbers.map((slot, i) => `    numbers[${i}] = ${numberText(slot)};`),
    '    return [',
    ...arrays.map(({ path, type }) => `      ${type === 'any[][]' ? '...' : ''}values.${path.join('.')},`),
    '    ];',
    '  },',
  ]);
  return `const ${title} = {\n${functions.flat().join('\n')}\n};\n`;
}

function numberText({ path, type }: Slot): string {
  const value = `values.${path.join('.')}`;
  if (typeof type === 'object') return `${JSON.stringify(type.of)}.indexOf(${value})`;
  return type === 'bool' ? `Number(${value})` : value;
}

function typeLines(fields: CallFields, indent: number): string[] {
  const margin = ' '.repeat(indent);
  return Object.entries(fields).flatMap(([name, type]) => {
    if (isGroup(type)) return [`${margin}${name}: {`, ...typeLines(type.fields, indent + 2), `${margin}};`];
    if (isArray(type)) return [`${margin}${name}: ${type === 'any[][]' ? 'Numbers[]' : 'Numbers | null'};`];
    return [`${margin}${name}: ${typeof type === 'object' ? 'string' : type === 'bool' ? 'boolean' : 'number'};`];
  });
}

export function writeFiles(): void {
  for (const [file, text] of Object.entries(generatedFiles())) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

if (import.meta.main) writeFiles();

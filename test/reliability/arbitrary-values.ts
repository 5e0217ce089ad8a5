import fc from 'fast-check';
import { z } from 'zod';

/** The parts of JSON Schema that our schemas are made of. */
interface Schema {
  type?: string | string[];
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/**
 * Values that a schema accepts. Rules between fields (superRefine) exclude some: values that break one are discarded.
 */
export function valuesOf<T extends z.ZodType>(schema: T): fc.Arbitrary<z.input<T>> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;
  return ofSchema(json).filter((value) => schema.safeParse(value).success) as fc.Arbitrary<z.input<T>>;
}

function ofSchema(schema: Schema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(ofSchema));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => ofSchema({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
      return fc.string({
        minLength: schema.minLength ?? 0,
        maxLength: Math.min(schema.maxLength ?? 40, 40),
        unit: 'grapheme',
      });
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? -1e9, -2e9), max: Math.min(schema.maximum ?? 1e9, 2e9) });
    case 'number': {
      const min = schema.exclusiveMinimum ?? schema.minimum ?? -1e6;
      return fc.double({ min, max: schema.maximum ?? 1e6, noNaN: true, minExcluded: 'exclusiveMinimum' in schema });
    }
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(ofSchema));
      const minLength = schema.minItems ?? 0;
      return fc.array(ofSchema(schema.items ?? {}), {
        minLength,
        maxLength: Math.max(minLength, Math.min(schema.maxItems ?? 3, 3)),
      });
    }
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([key, field]) => [key, ofSchema(field)] as const);
      return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
    }
    default:
      return fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text));
  }
}

const DEPTHS = [40, 100, 2000, 20_000];
const SIZES = [300, 3000, 300_000];
const ODD = [null, true, '', '\0', '..', '/dev/zero', '__proto__', -1, 0.5, 1e300, -1e300, 2 ** 53, 5e-324, {}, []];

/** Unexpected or far too large values as JSON text, because deep nesting cannot be made from a value. */
const wrong: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD).map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc
    .tuple(fc.constantFrom('x', '🍎', '"', '\\', '*', '.', '\n'), fc.constantFrom(...SIZES))
    .map(([character, size]) => JSON.stringify(character.repeat(size))),
  fc.constantFrom(...SIZES).map((size) => JSON.stringify(Array.from({ length: size }, (_, i) => i))),
  fc.constantFrom(...DEPTHS).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.constantFrom(...DEPTHS).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
);

const PLACE = '@here@';

/** The JSON of a value in which one part, at any depth, is missing, wrong or duplicated. */
export function damaged(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc
    .tuple(values, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), fc.nat({ max: 3 }), wrong)
    .map(([value, path, how, by]) => JSON.stringify(damage(value, path, how)).replace(`"${PLACE}"`, () => by));
}

function damage(value: unknown, path: readonly number[], how: number): unknown {
  const [turn, ...rest] = path;
  if (turn === undefined || value === null || typeof value !== 'object') return PLACE;
  const keys = Object.keys(value);
  if (Array.isArray(value)) {
    if (keys.length === 0 || how === 3) return [...value, PLACE];
    return value.map((item, i) => (i === turn % keys.length ? damage(item, rest, how) : item));
  }
  if (keys.length === 0 || (how === 3 && rest.length === 0)) return { ...value, [`extra${turn}`]: PLACE };
  const key = keys[turn % keys.length]!;
  const { [key]: part, ...others } = value as Record<string, unknown>;
  return how === 2 && rest.length === 0 ? others : { ...others, [key]: damage(part, rest, how) };
}

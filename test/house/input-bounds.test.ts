import { expect, test } from 'vitest';
import { z } from 'zod';
import { contract } from '../../src/shared/contract/contract.ts';
import { engineRequestSchema } from '../../src/shared/engine/engine-protocol.ts';
import { recipeSchema } from '../../src/shared/recipe/recipe.ts';

/** The parts of JSON Schema that input schemas use. */
interface Schema {
  type?: string | string[];
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  prefixItems?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
}

/** Checked by hand: bounded JSON, and byte arrays whose length is that of the pixels. */
const OTHERWISE = /^(studio\.remember\.value|measure\.(reference|test)\.data)$/;

/** Paths in a schema where a text, a list or a JSON value has no bound. */
function unbounded(schema: Schema, place: string): string[] {
  if (OTHERWISE.test(place) || schema.enum || 'const' in schema) return [];
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return choices.flatMap((choice) => unbounded(choice, place));
  if (Array.isArray(schema.type)) return schema.type.flatMap((type) => unbounded({ ...schema, type }, place));
  switch (schema.type) {
    case 'string': {
      const fixed =
        schema.pattern?.startsWith('^') && schema.pattern.endsWith('$') && !/[^\\][*+]|,\}/.test(schema.pattern);
      return schema.maxLength !== undefined || fixed ? [] : [place];
    }
    case 'array': {
      const parts = schema.prefixItems ?? [schema.items ?? {}];
      const inside = parts.flatMap((part) => unbounded(part, `${place}[]`));
      return schema.maxItems !== undefined || schema.prefixItems ? inside : [place, ...inside];
    }
    case 'object': {
      const open = schema.additionalProperties !== false && schema.additionalProperties !== undefined ? [place] : [];
      return [
        ...open,
        ...Object.entries(schema.properties ?? {}).flatMap(([key, part]) => unbounded(part, `${place}.${key}`)),
      ];
    }
    case 'number':
    case 'integer':
    case 'boolean':
    case 'null':
      return [];
    default:
      return [place];
  }
}

const asSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema;

function inputsOf(node: object, path: string[] = []): [string, z.ZodType][] {
  return Object.entries(node).flatMap(([name, part]) => {
    const place = [...path, name];
    if (!('~orpc' in part)) return inputsOf(part, place);
    const input = part['~orpc'].inputSchema as z.ZodType | undefined;
    return input ? [[place.join('.'), input] as [string, z.ZodType]] : [];
  });
}

const inputs = inputsOf(contract);

test('the contract has inputs', () => {
  expect(inputs.length).toBeGreaterThan(25);
});

test.each(inputs)('every text and list of %s has a bound', (name, schema) => {
  expect(unbounded(asSchema(schema), name)).toEqual([]);
});

test('every text and list of a recipe has a bound', () => {
  expect(unbounded(asSchema(recipeSchema), 'recipe')).toEqual([]);
});

test.each(engineRequestSchema.options.map((option) => [option.shape.type.value, option] as const))(
  'every text and list of the engine request %s has a bound',
  (name, schema) => {
    expect(unbounded(asSchema(schema), name)).toEqual([]);
  },
);

test('a text without bound, a list and an open object are found', () => {
  const schema = z.strictObject({
    text: z.string(),
    list: z.array(z.int()),
    any: z.json(),
    open: z.looseObject({}),
    record: z.record(z.string(), z.int()),
    named: z.string().regex(/^[a-z]+$/),
    fine: z.string().max(3),
  });
  const places = new Set(unbounded(asSchema(schema), 'x'));
  expect(places).toEqual(new Set(['x.text', 'x.list', 'x.any', 'x.open', 'x.record', 'x.named']));
});

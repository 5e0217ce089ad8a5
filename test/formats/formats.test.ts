import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decode, decodeText, defineFormat, encode, encodeText, type Format } from '../../src/shared/formats/format.ts';
import { wordValue } from '../../src/shared/locales/word-refusal.ts';
import { phrase } from '../../src/shared/refusals.ts';
import { unreadPhrase } from '../../src/shared/unread.ts';
import { valuesOf } from '../reliability/arbitrary-values.ts';
import { allFormats } from './formats.ts';

describe.each(await allFormats())('$name', (each) => {
  const format = each as Format<object>;

  test('what is written is read back', () => {
    const values = valuesOf(format.schema).map((value) => format.schema.parse(value));
    fc.assert(
      fc.property(values, (value) => {
        const text = encodeText(format, value);
        expect(JSON.parse(text)).toMatchObject({ version: format.version });
        const read = decodeText(format, text);
        // JSON knows one zero.
        expect(read).toEqual({ state: 'read', value: JSON.parse(JSON.stringify(value)) });
      }),
      { numRuns: 30 },
    );
  });

  test('one of a newer version is reported as such, whatever its content', () => {
    const version = format.version + 1;
    const unread = { state: 'future', format: format.name, version };
    expect(decode(format, { version, novelty: { deep: [1] } })).toEqual(unread);
    expect(wordValue(unreadPhrase(unread as never), 'en')).toBe(`was written by a newer Ohmbrush (version ${version})`);
  });

  test.each([
    ['no JSON', '{"version":1', 'no JSON'],
    ['nothing', '', 'no JSON'],
    ['nested without end', '['.repeat(1e5) + ']'.repeat(1e5), 'nest'],
    ['a version that is none', '{"version":"new"}', 'version'],
    ['a version before the first', '{"version":0}', 'version'],
    ['something else', '[1, 2, 3]', ''],
    ['null', 'null', ''],
  ])('%s is not read, with the reason', (_, text, why) => {
    const decoded = decodeText(format, text);
    expect(decoded.state).toBe('unreadable');
    expect(decoded.state === 'unreadable' && wordValue(decoded.why, 'en')).toContain(why);
  });
});

describe('steps', () => {
  const schema = z.strictObject({ name: z.string(), age: z.number(), drift: z.enum(['none', 'global']) });
  const format = defineFormat('toy', schema, [
    (json) => ({ ...(json as object), age: 0 }),
    (json) => {
      const { compensated, ...rest } = json as { compensated: boolean };
      return { ...rest, drift: compensated ? 'global' : 'none' };
    },
  ]);
  const value = { name: 'a', age: 0, drift: 'global' };

  test('lead from every version to the newest', () => {
    expect(format.version).toBe(3);
    expect(decode(format, { name: 'a', compensated: true })).toEqual({ state: 'read', value });
    expect(decode(format, { version: 1, name: 'a', compensated: true })).toEqual({ state: 'read', value });
    expect(decode(format, { version: 2, name: 'a', age: 0, compensated: true })).toEqual({ state: 'read', value });
    expect(decode(format, { version: 3, ...value })).toEqual({ state: 'read', value });
    expect(encode(format, { name: 'a', age: 0, drift: 'global' })).toEqual({ version: 3, ...value });
  });

  test('are not given what is of their version already', () => {
    expect(decode(format, { version: 3, name: 'a', compensated: true })).toMatchObject({ state: 'unreadable' });
  });

  test('may stumble over what is damaged', () => {
    const nested = defineFormat('toy', schema, [(kept) => (kept as { chip: { name: string } }).chip.name]);
    const why = phrase('version-not-as-written', { version: 1, why: expect.stringContaining('undefined') });
    expect(decode(nested, { prompt: 'a' })).toEqual({ state: 'unreadable', why });
  });
});

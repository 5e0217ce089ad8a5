import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient, ORPCError } from '@orpc/server';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { createStudio, type Studio } from '../../src/main/studio.ts';
import { contract } from '../../src/shared/contract/contract.ts';
import { damaged, valuesOf } from './arbitrary-values.ts';
import { runs } from './runs.ts';
import { group } from './tally.ts';

const fuzzed = group('calls of the contract');
let folder: string;
let studio: Studio;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ohmbrush-contract-'));
  studio = await createStudio({ libraryFolder: join(folder, 'library'), cacheFolder: null, host: 'test', threads: 1 });
  // The jobs queued here must not be painted.
  studio.queue.pause();
});
afterAll(async () => {
  await studio.close();
  await rm(folder, { recursive: true });
});

type Call = (input: unknown) => Promise<unknown>;
type Part = { '~orpc'?: { inputSchema?: z.ZodType } };

/** Every call that takes an input, by its path. */
function callsOf(node: object, path: string[] = []): [string, z.ZodType][] {
  return Object.entries(node as Record<string, Part>).flatMap(([name, part]) => {
    if (!part['~orpc']) return callsOf(part, [...path, name]);
    const schema = part['~orpc'].inputSchema;
    return schema ? [[[...path, name].join('.'), schema] as [string, z.ZodType]] : [];
  });
}

const calls = callsOf(contract).filter(([name]) => !name.startsWith('library.'));

/** Result of an input: 'ok', or the code of a refusal that is no bug. Anything else is thrown. */
async function outcome(name: string, input: unknown): Promise<string> {
  const [part, procedure] = name.split('.') as [string, string];
  const client = createRouterClient(studio.router) as unknown as Record<string, Record<string, Call>>;
  try {
    await client[part]![procedure]!(input);
    return 'ok';
  } catch (error) {
    if (!(error instanceof ORPCError) || !error.defined || error.data.code === 'internal') throw error;
    expect(error.data.todo).not.toBe('');
    return error.data.code;
  }
}

test.each(calls)('%s takes any input of its schema, or refuses it in words', async (name, schema) => {
  await fc.assert(
    fc.asyncProperty(valuesOf(schema), async (input) => {
      expect(await fuzzed.attempt(() => outcome(name, input))).not.toBe('usage');
    }),
    runs(8, 100),
  );
});

test.each(calls)('%s takes any damaged input, or refuses it in words', async (name, schema) => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(damaged(valuesOf(schema)), async (text) => {
      outcomes.add(await fuzzed.attempt(() => outcome(name, JSON.parse(text))));
    }),
    runs(20, 200),
  );
  expect(outcomes).toContain('usage');
  expect(await outcome('pictures.list', { filter: {}, sort: 'newest', offset: 0, limit: 10 })).toBe('ok');
});

test.each([2000, 100_000])('a choice that nests %d deep is refused with the reason', async (depth) => {
  const client = createRouterClient(studio.router);
  const value = JSON.parse('['.repeat(depth) + ']'.repeat(depth));
  await expect(client.studio.remember({ key: 'deep', value })).rejects.toMatchObject({
    data: { code: 'usage', message: expect.stringContaining('value: Too deep') },
  });
  expect(await client.studio.settings()).not.toHaveProperty('deep');
});

test('a choice of a megabyte is refused with the reason', async () => {
  const client = createRouterClient(studio.router);
  await expect(client.studio.remember({ key: 'large', value: 'x'.repeat(1e6) })).rejects.toMatchObject({
    data: { code: 'usage', message: expect.stringContaining('value: Too big') },
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { chipProfileSchema } from '../../src/shared/chip/chip-profile.ts';
import { precisionPlanSchema } from '../../src/shared/chip/precision-plan.ts';
import { planResolver, planStages } from '../../src/worker/chip/precision/plan.ts';
import { damaged, valuesOf } from './arbitrary-values.ts';
import { isRefusal, outcomes } from './refusal.ts';
import { runs } from './runs.ts';
import { group } from './tally.ts';

const documents = group('chips, plans');
const folder = mkdtempSync(join(tmpdir(), 'ohmbrush-documents-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'document.json');

/** As the command line reads them. */
const DOCUMENTS = {
  'chip profile': { values: valuesOf(chipProfileSchema), read: () => loadChip(path), schema: chipProfileSchema },
  'precision plan': {
    values: valuesOf(precisionPlanSchema),
    read: async () => (await loadPrecision(path)).plan,
    schema: precisionPlanSchema,
  },
};

test.each(Object.entries(DOCUMENTS))('any %s is read as it was written', async (_, { values, read, schema }) => {
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      writeFileSync(path, JSON.stringify(value));
      expect(JSON.stringify(await documents.attempt((): Promise<unknown> => read()))).toBe(
        JSON.stringify(schema.parse(JSON.parse(JSON.stringify(value)))),
      );
    }),
    runs(100),
  );
});

test.each(Object.entries(DOCUMENTS))('any damaged %s is read or refused in words', async (_, { values, read }) => {
  const { counts, add } = outcomes();
  await fc.assert(
    fc.asyncProperty(damaged(values), async (text) => {
      writeFileSync(path, text);
      add(await documents.attempt(() => read().catch((error) => (isRefusal(error) ? null : Promise.reject(error)))));
    }),
    runs(100),
  );
  expect(counts.refused).toBeGreaterThan(50);
});

test.each(Object.keys(DOCUMENTS))('any file of bytes as a %s is refused in words', async (name) => {
  const { read } = DOCUMENTS[name as keyof typeof DOCUMENTS];
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      writeFileSync(path, bytes);
      await documents.attempt(() =>
        read().then(
          () => expect.fail('taken'),
          (error) => expect(isRefusal(error)).toBe(true),
        ),
      );
    }),
    runs(100),
  );
});

test('any plan is resolved on every chip that ships', async () => {
  const chip = await loadChip('pcm');
  if (chip.kind === 'exact') throw new Error('pcm is a chip');
  const globs = fc.string({ unit: fc.constantFrom('*', '.', 'unet', '_', 't', 'X'), minLength: 1, maxLength: 40 });
  const plan = fc.array(globs, { minLength: 1, maxLength: 200 }).map((layers) => ({
    default: {},
    overrides: layers.map((layer) => ({ layers: layer, inputBits: 4 })),
  }));
  await fc.assert(
    fc.asyncProperty(plan, async (plan) => {
      const precisionOf = planResolver(plan, chip);
      for (let i = 0; i < 50; i++) {
        const { inputBits } = precisionOf(
          `unet.down_blocks.${i}.attentions.0.transformer_blocks.0.attn1.to_out.0`,
          0.5,
        );
        expect([4, 8]).toContain(inputBits);
      }
      expect(planStages(plan, 20)).toHaveLength(1);
    }),
    runs(20),
  );
});

import { createHash } from 'node:crypto';
import { Command } from 'commander';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { loadChip } from '../../src/main/chips/chips.ts';
import { loadPrecision } from '../../src/main/chips/precision.ts';
import { sweepTable } from '../../src/main/exports/sweep-table.ts';
import { a1111Parameters } from '../../src/main/files/a1111-parameters.ts';
import { embedRecipe, readRecipe } from '../../src/main/files/png-recipe.ts';
import { readA1111Parameters } from '../../src/main/files/read-a1111-parameters.ts';
import { addPaintFlags, type GenerateFlags } from '../../src/main/hosts/cli/flags.ts';
import { refuseBesideFrom } from '../../src/main/hosts/cli/from-picture.ts';
import { summary } from '../../src/main/hosts/cli/generate-report.ts';
import { createProgram } from '../../src/main/hosts/cli/program.ts';
import { requestOf } from '../../src/main/hosts/cli/request.ts';
import { comparisonKey } from '../../src/main/library/comparison-key.ts';
import { recipeRows } from '../../src/renderer/library/details/recipe-rows.ts';
import { plainFields } from '../../src/renderer/recipe/fields/plain-fields.ts';
import { draftToForm } from '../../src/renderer/recipe/form/draft-to-form.ts';
import { formToDraft } from '../../src/renderer/recipe/form/form-to-draft.ts';
import type { PanelFieldId } from '../../src/renderer/recipe/form/panel-fields.ts';
import { canSweep, planRun } from '../../src/renderer/recipe/sweep/run.ts';
import { differingFields } from '../../src/renderer/screens/compare/differing-fields.ts';
import type { PictureDetails } from '../../src/shared/contract/pictures.ts';
import type { ModelSummary } from '../../src/shared/engine/engine-protocol.ts';
import { paintRequestSchema } from '../../src/shared/engine/engine-protocol.ts';
import { decode, encode, readOrNull } from '../../src/shared/formats/format.ts';
import { JOB } from '../../src/shared/formats/job.ts';
import { RECIPE as RECIPE_FORMAT } from '../../src/shared/formats/recipe.ts';
import { RECIPE_FORM } from '../../src/shared/formats/recipe-form.ts';
import { type Draft, draftSchema } from '../../src/shared/recipe/draft.ts';
import type { Field } from '../../src/shared/recipe/fields/field.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';
import { contentKey, withoutChip } from '../../src/shared/recipe/reference.ts';
import { completeRecipe } from '../../src/worker/pipeline/complete-recipe.ts';
import { parseCsv } from '../exports/parse-csv.ts';
import { RECIPE } from '../files/example-recipe.ts';
import { testLibrary } from '../library/folder.ts';
import { painted } from '../library/painted.ts';
import { formFor, shippedOffer } from '../renderer/recipe/offer.ts';

// Two fields that no recipe has had before: one of the picture's content, one of the chip.
vi.mock('../../src/shared/recipe/fields/list.ts', async (importOriginal) => {
  const { FIELDS } = await importOriginal<typeof import('../../src/shared/recipe/fields/list.ts')>();
  const grain = {
    schema: z.number().min(0).max(1),
    default: { value: 0 },
    added: 2,
    part: 'content',
    column: 'grain',
    a1111: { name: 'Grain', aliases: ['Film grain'] },
    flag: { flags: '--grain <g>', help: 'how coarse the picture is' },
    sweep: { by: 'number', step: 0.1, spread: 'even' },
  } satisfies Field<z.ZodNumber>;
  const supply = {
    schema: z.enum(['low', 'nominal']),
    default: { value: 'nominal' },
    added: 3,
    part: 'chip',
    column: 'chip_supply',
    a1111: { name: 'Chip supply' },
    flag: { flags: '--supply <s>', help: 'voltage of the chip' },
    sweep: { by: 'choice' },
  } satisfies Field<z.ZodEnum>;
  return { FIELDS: { ...FIELDS, grain, supply } };
});

/** TypeScript's types do not include them. */
type MadeUp = { grain: number; supply: string };
const AT_DEFAULT: MadeUp = { grain: 0, supply: 'nominal' };
const SAID: MadeUp = { grain: 0.3, supply: 'low' };
const GRAIN = 'grain' as PanelFieldId;
const SUPPLY = 'supply' as PanelFieldId;

const pcm = await loadChip('pcm');
const balanced = await loadPrecision('balanced');
const offer = await shippedOffer();

/** A recipe of today's fields, on a chip. */
const OLDER: Recipe = { ...RECIPE, chip: pcm, precision: balanced };
const withFields = (fields: MadeUp, recipe: Recipe = OLDER): Recipe & MadeUp => ({ ...recipe, ...fields });

async function png(): Promise<Buffer> {
  return sharp({ create: { width: 4, height: 4, channels: 4, background: '#123456' } })
    .png()
    .toBuffer();
}

describe('from a draft to the recipe that was painted', () => {
  const { model, ...rest } = OLDER;
  const asked = { ...rest, model: { id: model.id } };
  const summary = { ...OLDER, sizeMultiple: 8 } as unknown as ModelSummary;

  test('a draft holds what is asked, and the default of what is not', () => {
    expect(draftSchema.parse({ ...asked, ...SAID })).toMatchObject(SAID);
    expect(draftSchema.parse(asked)).toMatchObject(AT_DEFAULT);
    expect(draftSchema.safeParse({ ...asked, grain: 2 }).success).toBe(false);
  });

  test('the request carries it to the engine, which completes the recipe with it', () => {
    const draft = { ...asked, ...SAID, steps: undefined };
    const request = { draft, modelFolder: '/m', threads: 1, previews: false };
    const parsed = paintRequestSchema.parse(request);
    const recipe = completeRecipe(parsed.draft, summary, model.hash);
    expect(recipe).toEqual(withFields(SAID));
  });

  test('a job that an earlier version left in the queue is painted with the default', () => {
    const { model: _, ...others } = asked;
    const kept = { ...others, modelId: model.id, modelHash: model.hash };
    expect(readOrNull(decode(JOB, kept))).toEqual({ ...asked, ...AT_DEFAULT, model });
    expect(readOrNull(decode(JOB, encode(JOB, { ...asked, ...SAID })))).toEqual({ ...asked, ...SAID });
  });
});

describe('in the file of a picture', () => {
  test('it is written and read back', async () => {
    expect(readRecipe(embedRecipe(await png(), withFields(SAID)), 'it')).toEqual(withFields(SAID));
  });

  test('a recipe of an earlier version has the default; at the default the file stays what it was, byte for byte', async () => {
    const older = { version: 1, ...OLDER };
    expect(readOrNull(decode(RECIPE_FORMAT, older))).toEqual(withFields(AT_DEFAULT));
    expect(JSON.stringify(encode(RECIPE_FORMAT, withFields(AT_DEFAULT)))).toBe(JSON.stringify(older));
    expect(a1111Parameters(withFields(AT_DEFAULT))).not.toMatch(/grain|supply/i);
  });

  test('what an earlier program cannot read is of a later version', () => {
    expect(encode(RECIPE_FORMAT, withFields({ ...AT_DEFAULT, grain: 1 })).version).toBe(2);
    expect(encode(RECIPE_FORMAT, withFields(SAID)).version).toBe(3);
  });

  test('the text for other tools has it, and gives it back', () => {
    const text = a1111Parameters(withFields(SAID));
    expect(text).toMatch(/, Grain: 0\.3, Chip supply: low$/);
    expect(readA1111Parameters(text)).toMatchObject({ ...SAID, seed: OLDER.seed });
    expect(readA1111Parameters('a fox\nSteps: 4, Seed: 1, Film grain: 0.5')).toMatchObject({
      grain: 0.5,
      supply: null,
    });
  });
});

describe('in the library', () => {
  const compared = ({ model, prompt, negativePrompt, seed, width, height, steps, guidance, sampler }: Recipe) => [
    model.hash,
    prompt,
    negativePrompt,
    seed,
    width,
    height,
    steps,
    guidance,
    sampler,
  ];

  test('the keys that the database holds stay; what is new makes another one', () => {
    const kept = createHash('sha256')
      .update(JSON.stringify(compared(OLDER)))
      .digest()
      .subarray(0, 16);
    expect(comparisonKey(withFields(AT_DEFAULT))).toEqual(kept);
    expect(comparisonKey(withFields({ ...AT_DEFAULT, grain: 0.3 }))).not.toEqual(kept);
    expect(comparisonKey(withFields({ ...AT_DEFAULT, supply: 'low' }))).toEqual(kept);
  });

  test('a picture keeps it; the reference has the same content and nothing of the chip', async () => {
    const library = await testLibrary();
    const id = await library.save({ result: painted(withFields(SAID)), sweepId: null });
    expect(library.pictures.get({ id }).recipe).toMatchObject(SAID);
    expect(library.pictures.exactOf(id).draft).toMatchObject({
      grain: 0.3,
      supply: 'nominal',
      chip: { kind: 'exact' },
    });
  });

  test('the table of a sweep has a column for it', async () => {
    const library = await testLibrary();
    const id = await library.save({ result: painted(withFields(SAID)), sweepId: null });
    const details = library.pictures.get({ id });
    const axes = { x: { field: 'grain', values: [0.3] }, y: null };
    const sweep = { id: 1, createdAt: 0, axes, cells: [{ job: null, picture: details }] };
    const [head, row] = parseCsv(sweepTable(sweep, () => details));
    const cell = (column: string) => row![head!.indexOf(column)];
    expect([cell('swept_grain'), cell('grain'), cell('chip_supply'), cell('seed')]).toEqual([
      '0.3',
      '0.3',
      'low',
      String(OLDER.seed),
    ]);
  });
});

describe('on the command line', () => {
  const parse = (...args: string[]) =>
    addPaintFlags(new Command().exitOverride().configureOutput({ writeErr() {} }))
      .parse(args, { from: 'user' })
      .opts<GenerateFlags>();
  const drafted = async (...args: string[]) => {
    const { draft } = await requestOf('a fox', parse(...args), { chip: pcm, precision: balanced });
    return draft as Draft & MadeUp;
  };

  test('it has a flag with help and default', () => {
    for (const name of ['generate', 'compare']) {
      const help = createProgram()
        .commands.find((command) => command.name() === name)!
        .helpInformation();
      expect(help).toMatch(/--grain <g> +how coarse the picture is \(default: 0\)/);
      expect(help).toMatch(/--supply <s> +voltage of the chip \(default: nominal\)/);
    }
  });

  test('what is given is asked for, within its bounds; what is not is the default', async () => {
    expect(await drafted('--grain', '0.3', '--supply', 'low')).toMatchObject(SAID);
    expect(await drafted()).toMatchObject(AT_DEFAULT);
    expect(() => parse('--grain', '2')).toThrow('a number from 0 to 1');
    expect(() => parse('--supply', 'lo')).toThrow('Did you mean low?');
  });

  test('the lines about a picture say it, unless it is the default', () => {
    const lines = (fields: MadeUp) => summary({ path: 'a.png', result: painted(withFields(fields)) });
    expect(lines(SAID)).toMatch(/guidance 3\.5, grain 0\.3\n/);
    expect(lines(SAID)).toMatch(/precision balanced, supply low;/);
    expect(lines(AT_DEFAULT)).not.toMatch(/grain|supply/);
  });

  test('beside a recipe it is refused', () => {
    expect(() => refuseBesideFrom(undefined, parse('--grain', '0.3'))).toThrow('already says --grain');
  });
});

describe('on the screen', () => {
  const picture = (id: number, fields: MadeUp) =>
    ({ id, exact: false, chipName: pcm.name, recipe: withFields(fields) }) as unknown as PictureDetails;

  test('details and Compare have a row for it', () => {
    const one = picture(1, SAID);
    expect(recipeRows(one)).toContainEqual({ id: 'grain', value: 0.3 });
    expect(recipeRows(one)).toContainEqual({ id: 'supply', value: 'low' });
    expect(differingFields([one, picture(2, AT_DEFAULT)])).toEqual([
      { row: 'grain', values: [0.3, 0] },
      { row: 'supply', values: ['low', 'nominal'] },
    ]);
  });

  test('of the exact picture nothing is said about the chip', () => {
    const exact = { ...picture(1, SAID), exact: true };
    expect(recipeRows(exact)).toContainEqual({ id: 'supply', value: null });
  });

  test('the panel has an input for it, and a remembered recipe without it the default', () => {
    expect(plainFields('content')).toContain('grain');
    expect(plainFields('chip')).toContain('supply');
    const { grain: _, supply: __, ...remembered } = formFor(offer) as ReturnType<typeof formFor> & MadeUp;
    expect(readOrNull(decode(RECIPE_FORM.format, remembered))).toMatchObject(AT_DEFAULT);
  });

  test('the recipe of a picture is taken over with it', () => {
    const form = formFor(offer, SAID as never);
    const draft = formToDraft(form, offer)!;
    expect(draft).toMatchObject(SAID);
    expect(draftToForm(draft, formFor(offer), offer)).toMatchObject(SAID);
  });

  test('it sweeps, and the references follow its content', () => {
    const form = formFor(offer);
    expect(canSweep(GRAIN, form, [], offer)).toBe(true);
    expect(canSweep(SUPPLY, { ...form, precision: 'exact' }, [], offer)).toBe(false);
    const sweeps = [
      { field: GRAIN, text: '0, 0.5' },
      { field: SUPPLY, text: 'low,nominal' },
    ];
    const { run } = planRun(form, sweeps, true, offer);
    expect(run!.drafts).toMatchObject([
      { grain: 0, supply: 'low' },
      { grain: 0.5, supply: 'low' },
      { grain: 0, supply: 'nominal' },
      { grain: 0.5, supply: 'nominal' },
    ]);
    expect(run!.references).toMatchObject([
      { grain: 0, supply: 'nominal', chip: { kind: 'exact' } },
      { grain: 0.5, supply: 'nominal', chip: { kind: 'exact' } },
    ]);
    expect(planRun(form, [{ field: GRAIN, text: '0, 2' }], true, offer).problem).toMatchObject({
      code: 'sweep',
      problem: { code: 'outside' },
    });
  });

  test("drafts that differ in it alone are compared if it is the chip's", () => {
    const exactChip = offer.chips.find(({ profile }) => profile.kind === 'exact')!.profile;
    expect(withoutChip(withFields(SAID), exactChip)).toMatchObject({ grain: 0.3, supply: 'nominal' });
    expect(contentKey(withFields({ grain: 0, supply: 'low' }))).toBe(contentKey(withFields(AT_DEFAULT)));
    expect(contentKey(withFields({ grain: 1, supply: 'nominal' }))).not.toBe(contentKey(withFields(AT_DEFAULT)));
  });
});

import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Command, Option } from 'commander';
import { ENERGY_COMPONENTS, type EnergyReport } from '../../../shared/energy-report.ts';
import type { PaintResult } from '../../../shared/engine-protocol.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import type { Recipe } from '../../../shared/recipe.ts';
import { encodePng } from '../../files/encode-png.ts';
import { embedRecipe, readRecipe } from '../../files/png-recipe.ts';
import { assertWritable, writeFileAtomic } from '../../files/write-file.ts';
import type { GenerateRequest } from '../../studio.ts';
import { addPaintFlags, type PaintFlags, wholeNumber } from './flags.ts';
import { duration, factor, si } from './format.ts';
import { outputNames } from './output-names.ts';
import { progressLine } from './progress-line.ts';
import { DEFAULT_CHIP, DEFAULT_PRECISION, requestFromRecipe, requestOf, resolveSetting } from './request.ts';
import { withStudio } from './with-studio.ts';

interface GenerateFlags extends PaintFlags {
  chip?: string;
  precision?: string;
  count?: number;
  from?: string;
  scale: number;
}

/** Largest enlargement: an artist's print, and still an image that fits in memory. */
const MAX_SCALE = 8;

const EXAMPLES = `
Examples:
  ohmbrush generate "a red apple, 3d style" --out apple.png
  ohmbrush generate "a red apple, 3d style" --seed 7 --chip reram --precision frugal --out frugal.png
  ohmbrush generate "a rocket, flat style" --count 4 --scale 4 --out rocket.png
  ohmbrush generate --from apple.png --out again.png

Without --out the file is named after prompt and seed and overwrites nothing.
With --count the seeds are seed, seed+1, ... and the files are numbered: rocket-1.png, rocket-2.png, ...`;

export function addGenerate(program: Command): void {
  const command = program
    .command('generate')
    .description('Paint a picture on an emulated compute-in-memory chip and say what it would have cost')
    .argument('[prompt]', 'what to paint')
    .option('--chip <id|file.json>', `a chip of \`ohmbrush chips\`, or a profile (default: ${DEFAULT_CHIP})`)
    .option('--precision <name|file.json>', `exact, balanced, frugal, or a plan (default: ${DEFAULT_PRECISION})`)
    .addOption(new Option('--count <n>', 'pictures, each with a seed of its own').argParser(wholeNumber(1, 1000)))
    .addOption(
      new Option('--scale <n>', `enlarge the file n times with a smooth filter (Lanczos), 1 to ${MAX_SCALE}`)
        .argParser(wholeNumber(1, MAX_SCALE))
        .default(1),
    )
    .option('--from <picture.png>', 'paint the picture again from the recipe in its file, bit for bit');
  addPaintFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((prompt: string | undefined, flags: GenerateFlags) => generate(prompt, flags));
}

async function generate(prompt: string | undefined, flags: GenerateFlags): Promise<void> {
  const requests = await requestsOf(prompt, flags);
  const paths = outputNames(flags.out, requests);
  for (const path of paths) await assertWritable(path);

  const painted: { path: string; result: PaintResult }[] = [];
  await withStudio(async (studio, signal) => {
    for (const [i, request] of requests.entries()) {
      const progress = progressLine(process.stderr, requests.length > 1 ? `${i + 1}/${requests.length} ` : '');
      const path = paths[i]!;
      try {
        const result = await studio.generate(request, { signal, onProgress: progress.show });
        const png = embedRecipe(await encodePng(result.pixels, flags.scale), result.recipe);
        await writeFileAtomic(path, png, signal);
        painted.push({ path, result });
      } finally {
        progress.clear();
      }
      if (!flags.json) process.stdout.write(`${summary(path, painted.at(-1)!.result)}\n`);
    }
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(document(painted), null, 2)}\n`);
}

async function requestsOf(prompt: string | undefined, flags: GenerateFlags): Promise<GenerateRequest[]> {
  if (flags.from !== undefined) {
    refuseBesideFrom(prompt, flags);
    return [await requestFromRecipe(await recipeOf(flags.from), flags)];
  }
  if (prompt === undefined) {
    throw new OhmbrushError(
      'usage',
      'there is no prompt',
      'Say what to paint: ohmbrush generate "a red apple, 3d style"',
    );
  }
  const setting = await resolveSetting(flags.chip ?? DEFAULT_CHIP, flags.precision ?? DEFAULT_PRECISION);
  const base = await requestOf(prompt, flags);
  return Array.from({ length: flags.count ?? 1 }, (_, i) => ({ ...base, ...setting, seed: (base.seed + i) % 2 ** 32 }));
}

/** A recipe says everything that decides the bits; what would say it twice is refused rather than ignored. */
function refuseBesideFrom(prompt: string | undefined, flags: GenerateFlags): void {
  const decided = {
    'a prompt': prompt,
    '--negative': flags.negative,
    '--chip': flags.chip,
    '--precision': flags.precision,
    '--steps': flags.steps,
    '--guidance': flags.guidance,
    '--sampler': flags.sampler,
    '--seed': flags.seed,
    '--chip-seed': flags.chipSeed,
    '--age': flags.age,
    '--size': flags.size,
    '--count': flags.count,
  };
  const given = Object.entries(decided).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw new OhmbrushError(
    'usage',
    `--from paints the recipe in the picture, which already says ${given.map(([name]) => name).join(', ')}`,
    'Leave it out, or leave out --from',
  );
}

/** Larger than any picture that Ohmbrush writes. */
const MAX_PNG_BYTES = 1 << 30;

async function recipeOf(path: string): Promise<Recipe> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind?.isFile() || kind.size > MAX_PNG_BYTES) {
    const why = kind ? `${path} is not a picture` : `there is no file ${path}`;
    throw new OhmbrushError('not-found', why, 'Give a PNG that Ohmbrush painted');
  }
  const png = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new OhmbrushError('bad-file', `cannot read ${path} (${error.code})`, 'Give a picture that you may read');
  });
  return readRecipe(png, path);
}

/** The JSON document: the first picture at the top, and with several pictures each of them under `pictures`. */
function document(painted: readonly { path: string; result: PaintResult }[]): object {
  const details = painted.map(({ path, result }) => {
    const { recipe, seconds, preparationSeconds, backend, backendDetail, threads, energy } = result;
    return { path, facts: { recipe, seconds, preparationSeconds, backend, backendDetail, threads, energy } };
  });
  return {
    images: details.map(({ path }) => path),
    ...details[0]!.facts,
    ...(details.length > 1 && { pictures: details.map(({ path, facts }) => ({ image: path, ...facts })) }),
  };
}

function summary(
  path: string,
  { recipe, seconds, preparationSeconds, backend, backendDetail, threads, energy }: PaintResult,
): string {
  const { width, height, steps, sampler, guidance, seed, chip, precision } = recipe;
  return [
    relative(process.cwd(), path) || path,
    `  picture  ${width}x${height}, seed ${seed}, ${steps} steps of ${sampler}, guidance ${guidance}`,
    `  time     ${duration(seconds)} on ${backend} (${backendDetail}), ${threads} ${threads === 1 ? 'thread' : 'threads'}; ${duration(preparationSeconds)} before that to load and prepare`,
    `  chip     ${chip.name}, precision ${precision.name}; it would have taken ${si(energy.chipSeconds, 's')}`,
    `  energy   ${si(energy.joules, 'J')}, somewhere from ${si(energy.uncertainty.low, 'J')} to ${si(energy.uncertainty.high, 'J')}; ${biggest(energy)}`,
    ...Object.entries(energy.baselines).map(([name, { joules, how }]) => {
      if (joules === null) return `  ${name.padEnd(8)} not known (${how})`;
      const ratio = energy.joules > 0 ? `, ${factor(joules / energy.joules)} times the chip` : '';
      return `  ${name.padEnd(8)} ${si(joules, 'J')}${ratio} (${how})`;
    }),
  ].join('\n');
}

/** Where most of it goes: the components that take a tenth or more. */
function biggest({ joules, components }: EnergyReport): string {
  return ENERGY_COMPONENTS.map((name) => ({ name, share: joules > 0 ? components[name] / joules : 0 }))
    .filter(({ share }) => share >= 0.1)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)} %`)
    .join(', ');
}

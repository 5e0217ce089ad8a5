import { type Command, Option } from 'commander';
import type { PaintRequest } from '../../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import { wholeNumber } from '../../command-line/numbers.ts';
import { encodePng } from '../../files/encode-png.ts';
import { embedRecipe } from '../../files/png-recipe.ts';
import { assertWritable, writeFileAtomic } from '../../files/write-file.ts';
import { addFieldFlags, DEFAULT_CHIP, DEFAULT_PRECISION } from './field-flags.ts';
import { addPaintFlags, type GenerateFlags } from './flags.ts';
import { recipeOf, refuseBesideFrom } from './from-picture.ts';
import { document, type Painted, summary } from './generate-report.ts';
import { outputNames } from './output-names.ts';
import { progressLine } from './progress-line.ts';
import { requestFromRecipe, requestOf, resolveChipSetup } from './request.ts';
import { withEngine } from './with-engine.ts';

/** Largest enlargement: enough for a print, and the image still fits in memory. */
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
    .argument('[prompt]', 'what to paint');
  addFieldFlags(command, ['chip', 'precision']);
  command
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
  const paths = outputNames(
    flags.out,
    requests.map(({ draft }) => draft),
  );
  for (const path of paths) await assertWritable(path);

  const painted: Painted[] = [];
  await withEngine(async (engine, signal) => {
    for (const [i, request] of requests.entries()) {
      const progress = progressLine(process.stderr, requests.length > 1 ? `${i + 1}/${requests.length} ` : '');
      const path = paths[i]!;
      try {
        const result = await engine.paint(request, { signal, onProgress: progress.show });
        const png = embedRecipe(await encodePng(result.pixels, flags.scale), result.recipe);
        await writeFileAtomic(path, png, signal);
        painted.push({ path, result });
      } finally {
        progress.clear();
      }
      if (!flags.json) process.stdout.write(`${summary(painted.at(-1)!)}\n`);
    }
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(document(painted), null, 2)}\n`);
}

async function requestsOf(prompt: string | undefined, flags: GenerateFlags): Promise<PaintRequest[]> {
  if (flags.from !== undefined) {
    refuseBesideFrom(prompt, flags);
    return [await requestFromRecipe(await recipeOf(flags.from), flags)];
  }
  if (prompt === undefined) {
    throw new OhmbrushError('no-prompt', {});
  }
  const painted = await resolveChipSetup(flags.chip ?? DEFAULT_CHIP, flags.precision ?? DEFAULT_PRECISION);
  const { draft, ...host } = await requestOf(prompt, flags, painted);
  return Array.from({ length: flags.count ?? 1 }, (_, i) => ({
    draft: { ...draft, seed: (draft.seed + i) % 2 ** 32 },
    ...host,
  }));
}

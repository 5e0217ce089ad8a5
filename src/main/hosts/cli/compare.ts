import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Command, Option } from 'commander';
import type { Fidelity, PaintResult } from '../../../shared/engine/engine-protocol.ts';
import { encode } from '../../../shared/formats/format.ts';
import { RECIPE } from '../../../shared/formats/recipe.ts';
import { duration, si } from '../../../shared/quantities.ts';
import type { ChipSetup } from '../../chips/chip-setup.ts';
import { slug } from '../../files/slug.ts';
import { assertWritable, writeFileAtomic } from '../../files/write-file.ts';
import { type Cell, renderComparison } from '../../sheets/sheet.ts';
import { addedText } from './added-text.ts';
import { DEFAULT_PRECISION } from './field-flags.ts';
import { addPaintFlags, list, type PaintFlags } from './flags.ts';
import { table } from './format.ts';
import { freeName, outputNames } from './output-names.ts';
import { progressLine } from './progress-line.ts';
import { requestOf, resolveChipSetup } from './request.ts';
import { withEngine } from './with-engine.ts';

interface CompareFlags extends PaintFlags {
  chips: string[];
  precisions: string[];
}

const EXAMPLES = `
Examples:
  ohmbrush compare "a red apple, 3d style" --chips pcm,reram,sram-digital --out apples.png
  ohmbrush compare "a red apple, 3d style" --chips pcm --precisions balanced,frugal --seed 7 --json

Every picture has the same seed. Each is measured against the exact one, which is painted in float32 without a chip.
The sheet shows them side by side with what they cost.`;

export function addCompare(program: Command): void {
  const command = program
    .command('compare')
    .description('Paint the same picture on several chips and measure what each did to it')
    .argument('<prompt>', 'what to paint')
    .addOption(
      new Option('--chips <a,b,...>', 'chips of `ohmbrush chips`, or profiles').argParser(list).makeOptionMandatory(),
    )
    .addOption(
      new Option('--precisions <p,q,...>', 'exact, balanced, frugal, or plans')
        .argParser(list)
        .default([DEFAULT_PRECISION], DEFAULT_PRECISION),
    );
  addPaintFlags(command)
    .addHelpText('after', EXAMPLES)
    .action((prompt: string, flags: CompareFlags) => compare(prompt, flags));
}

interface Measured {
  result: PaintResult;
  /** Metrics against the exact picture; null for the exact picture itself. */
  fidelity: Fidelity | null;
}

async function compare(prompt: string, flags: CompareFlags): Promise<void> {
  const columns = await columnsOf(flags);
  const { draft, ...host } = await requestOf(prompt, flags, columns[0]!);
  const path = flags.out ? outputNames(flags.out, [draft])[0]! : freeName(`compare-${slug(prompt)}-${draft.seed}`);
  await assertWritable(path);

  const pictures = await withEngine(async (engine, signal) => {
    const measured: Measured[] = [];
    for (const [i, column] of columns.entries()) {
      const progress = progressLine(process.stderr, `${i + 1}/${columns.length} ${nameOf(column)} `);
      try {
        const result = await engine.paint(
          { draft: { ...draft, ...column }, ...host },
          { signal, onProgress: progress.show },
        );
        const reference = measured[0]?.result;
        const fidelity = reference ? await engine.measure(reference.pixels, result.pixels) : null;
        measured.push({ result, fidelity });
      } finally {
        progress.clear();
      }
    }
    await writeFileAtomic(path, await sheet(measured), signal);
    return measured;
  });
  process.stdout.write(
    flags.json ? `${JSON.stringify(document(path, pictures), null, 2)}\n` : `${summary(path, pictures)}\n`,
  );
}

/** The exact picture first, then each chip at each precision, without duplicates. */
async function columnsOf({ chips, precisions }: CompareFlags): Promise<ChipSetup[]> {
  const pairs = [
    ['exact', 'exact'] as const,
    ...chips.flatMap((chip) => precisions.map((precision) => [chip, precision] as const)),
  ];
  const columns = await Promise.all(pairs.map(([chip, precision]) => resolveChipSetup(chip, precision)));
  return columns.filter((column, i) => columns.findIndex((other) => isDeepStrictEqual(other, column)) === i);
}

function nameOf({ chip, precision }: ChipSetup): string {
  return chip.kind === 'exact' ? chip.id : `${chip.id} ${precision.name}`;
}

function sheet(pictures: readonly Measured[]): Promise<Buffer> {
  const [reference, ...cells] = pictures.map(cell);
  const { recipe } = pictures[0]!.result;
  const { prompt, seed, steps, sampler, guidance, model } = recipe;
  const added = addedText(recipe, 'content');
  return renderComparison({
    title: prompt,
    subtitle: `${model.id}, seed ${seed}, ${steps} steps of ${sampler}, guidance ${guidance}${added}`,
    reference: reference!,
    cells,
  });
}

function cell({ result, fidelity }: Measured): Cell {
  const { chip, precision } = result.recipe;
  return {
    pixels: result.pixels,
    name: chip.name,
    detail: fidelity ? precision.name : 'the reference',
    energy: si(result.energy.joules, 'J'),
    time: duration(result.seconds),
    figures: fidelity
      ? [
          { label: 'PSNR', value: decibels(fidelity) },
          { label: 'SSIM', value: fidelity.ssim.toFixed(3) },
          { label: 'FLIP', value: fidelity.flip.toFixed(3) },
        ]
      : [],
    errorMap: fidelity?.flipMap ?? null,
  };
}

function document(path: string, pictures: readonly Measured[]): object {
  return {
    images: [path],
    pictures: pictures.map(({ result, fidelity }) => {
      const { recipe, seconds, backend, threads, energy } = result;
      const { flipMap: _, ...metrics } = fidelity ?? {};
      return {
        chip: recipe.chip.id,
        precision: recipe.precision.name,
        fidelity: fidelity && metrics,
        joules: energy.joules,
        seconds,
        backend,
        threads,
        recipe: encode(RECIPE, recipe),
        energy,
      };
    }),
  };
}

function summary(path: string, pictures: readonly Measured[]): string {
  const rows = pictures.map(({ result, fidelity }) => [
    result.recipe.chip.id,
    result.recipe.precision.name,
    ...(fidelity
      ? [
          decibels(fidelity),
          ...[fidelity.ssim, fidelity.msSsim, fidelity.haarPsi, fidelity.flip].map((x) => x.toFixed(3)),
        ]
      : ['-', '-', '-', '-', '-']),
    si(result.energy.joules, 'J'),
    duration(result.seconds),
  ]);
  const head = ['chip', 'precision', 'PSNR', 'SSIM', 'MS-SSIM', 'HaarPSI', 'FLIP', 'energy', 'time'];
  return `${table([head, ...rows], 2)}\n\nside by side in ${relative(process.cwd(), path) || path}`;
}

function decibels({ psnr }: Fidelity): string {
  return psnr === null ? 'same' : `${psnr.toFixed(1)} dB`;
}

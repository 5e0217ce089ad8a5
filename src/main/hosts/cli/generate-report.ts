import { relative } from 'node:path';
import { ENERGY_COMPONENTS, type EnergyReport } from '../../../shared/energy/energy-report.ts';
import type { PaintResult } from '../../../shared/engine/engine-protocol.ts';
import { encode } from '../../../shared/formats/format.ts';
import { RECIPE } from '../../../shared/formats/recipe.ts';
import { duration, factor, si } from '../../../shared/quantities.ts';
import { addedText } from './added-text.ts';

/** A picture on disk, and how it was made. */
export interface Painted {
  path: string;
  result: PaintResult;
}

/** The JSON document: the first picture at the top level; with several pictures, also each of them under `pictures`. */
export function document(painted: readonly Painted[]): object {
  const details = painted.map(({ path, result }) => {
    const { recipe, seconds, preparationSeconds, backend, backendDetail, threads, energy } = result;
    return {
      path,
      facts: { recipe: encode(RECIPE, recipe), seconds, preparationSeconds, backend, backendDetail, threads, energy },
    };
  });
  return {
    images: details.map(({ path }) => path),
    ...details[0]!.facts,
    ...(details.length > 1 && { pictures: details.map(({ path, facts }) => ({ image: path, ...facts })) }),
  };
}

/** A few lines about a picture for the terminal, the file name first. */
export function summary({ path, result }: Painted): string {
  const { recipe, seconds, preparationSeconds, backend, backendDetail, threads, energy } = result;
  const { width, height, steps, sampler, guidance, seed, chip, precision } = recipe;
  const content = addedText(recipe, 'content');
  const onChip = addedText(recipe, 'chip');
  const wouldTake = si(energy.chipSeconds, 's');
  return [
    relative(process.cwd(), path) || path,
    `  picture  ${width}x${height}, seed ${seed}, ${steps} steps of ${sampler}, guidance ${guidance}${content}`,
    `  time     ${duration(seconds)} on ${backend} (${backendDetail}), ` +
      `${threads} ${threads === 1 ? 'thread' : 'threads'}; ` +
      `${duration(preparationSeconds)} before that to load and prepare`,
    `  chip     ${chip.name}, precision ${precision.name}${onChip}; it would have taken ${wouldTake}`,
    `  energy   ${si(energy.joules, 'J')} (${biggest(energy)})`,
    `           somewhere from ${si(energy.uncertainty.low, 'J')} to ${si(energy.uncertainty.high, 'J')}: ` +
      energy.uncertainty.why,
    ...Object.entries(energy.baselines).map(([name, { joules, how }]) => {
      if (joules === null) return `  ${name.padEnd(8)} not known (${how})`;
      const ratio = energy.joules > 0 ? `, ${factor(joules / energy.joules)} times the chip` : '';
      return `  ${name.padEnd(8)} ${si(joules, 'J')}${ratio} (${how})`;
    }),
  ].join('\n');
}

/** The components that take a tenth of the energy or more. */
function biggest({ joules, components }: EnergyReport): string {
  return ENERGY_COMPONENTS.map((name) => ({ name, share: joules > 0 ? components[name] / joules : 0 }))
    .filter(({ share }) => share >= 0.1)
    .sort((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)} %`)
    .join(', ');
}

import { ENERGY_COMPONENTS, type EnergyComponents, type EnergyReport } from '../../src/shared/energy/energy-report.ts';
import type { PaintResult } from '../../src/shared/engine/engine-protocol.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';
import { RECIPE } from '../files/example-recipe.ts';

/** A picture as the engine hands it over, small and cheap; same arguments, same bytes. */
export function painted(change: Partial<Recipe> = {}, joules = 0.01, channels: 3 | 4 = 4): PaintResult {
  const recipe: Recipe = { ...RECIPE, width: 24, height: 16, ...change };
  const { width, height } = recipe;
  const data = new Uint8Array(width * height * channels).map((_, i) => (i * 7 + recipe.seed) & 255);
  return {
    pixels: { width, height, channels, data },
    recipe,
    seconds: 2,
    preparationSeconds: 0.5,
    backend: 'native',
    backendDetail: 'avx2',
    threads: 2,
    energy: energyReport(joules, recipe.steps),
  };
}

export function energyReport(joules: number, steps: number): EnergyReport {
  const part = (share: number) =>
    Object.fromEntries(ENERGY_COMPONENTS.map((name) => [name, (joules * share) / 9])) as EnergyComponents;
  return {
    joules,
    components: part(1),
    layers: { 'unet.conv_in': part(0.5), 'unet.conv_out': part(0.5) },
    steps: Array.from({ length: steps }, () => part(1 / steps)),
    setup: part(0),
    decode: part(0),
    programming: { joules: 0.1, cells: 1000, amortizedOver: 1000, joulesPerPicture: 0.0001 },
    chipSeconds: 0.01,
    macs: { chip: 1e9, digital: 1e8 },
    adc: { conversions: 1e6, clipped: 10, law: 'accelergy' },
    uncertainty: { low: joules / 3, high: joules * 3, why: 'converters' },
    baselines: { gpu: { joules: 1, how: 'FLOPs and bytes' } },
  };
}

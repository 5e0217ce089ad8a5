import { ENERGY_COMPONENTS, type EnergyComponents, type EnergyReport } from '../../../shared/energy/energy-report.ts';

interface LayerEnergy {
  /** Name in diffusers' spelling. */
  readonly name: string;
  readonly components: EnergyComponents;
  readonly joules: number;
}

/** The layers with the highest energy, and the sum of all others. */
export interface LayerRanking {
  readonly top: readonly LayerEnergy[];
  readonly others: LayerEnergy;
  readonly otherCount: number;
}

export function rankLayers({ layers }: Pick<EnergyReport, 'layers'>, most: number): LayerRanking {
  const ranked = Object.entries(layers)
    .map(([name, components]) => ({ name, components, joules: joulesOf(components) }))
    .sort((a, b) => b.joules - a.joules);
  const rest = ranked.slice(most);
  const components = Object.fromEntries(
    ENERGY_COMPONENTS.map((name) => [name, rest.reduce((sum, layer) => sum + layer.components[name], 0)]),
  ) as EnergyComponents;
  return {
    top: ranked.slice(0, most),
    others: { name: '', components, joules: joulesOf(components) },
    otherCount: rest.length,
  };
}

function joulesOf(components: EnergyComponents): number {
  return ENERGY_COMPONENTS.reduce((sum, name) => sum + components[name], 0);
}

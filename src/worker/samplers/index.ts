import type { SamplerId } from '../../shared/recipe/fields/sampler.ts';
import { ddim } from './ddim.ts';
import { dpmpp2m } from './dpmpp-2m.ts';
import { euler } from './euler.ts';
import { eulerAncestral } from './euler-ancestral.ts';
import type { Sampler } from './sampler.ts';
import type { ScheduleConfig } from './schedule.ts';

/** Every sampler there is: a new one is a file and a line here (and its id in the recipe). */
const SAMPLER_FACTORIES: Record<SamplerId, (schedule: ScheduleConfig, steps: number) => Sampler> = {
  ddim,
  euler,
  'euler-ancestral': eulerAncestral,
  'dpmpp-2m': dpmpp2m,
};

/**
 * @param schedule what the model was trained with (scheduler_config.json, see schedule.ts)
 * @param steps how many times the network is asked
 * @throws OhmbrushError 'usage' when the schedule has fewer timesteps than that
 */
export function createSampler(id: SamplerId, schedule: ScheduleConfig, steps: number): Sampler {
  return SAMPLER_FACTORIES[id](schedule, steps);
}

/** The sampler that goes with a schedule when the recipe names none. */
export function defaultSampler(schedule: ScheduleConfig): SamplerId {
  return schedule.kind === 'flow' ? 'euler' : 'ddim';
}

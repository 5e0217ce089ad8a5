import { api } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { planRun, type Run } from '../sweep/run.ts';

/**
 * Queues the recipe and shows it in View or Grid. Does nothing while the recipe cannot be painted.
 *
 * @param first whether to queue it before all waiting jobs
 */
export async function generate(first: boolean): Promise<void> {
  const run = nextRun();
  if (!run) return;
  const { change, form } = useRecipe.getState();
  // Before the studio has answered, so that a second press paints a second picture with another seed.
  change({ seedSpent: true });
  const sweepId = await queue(run, first).catch((refusal) => {
    if (useRecipe.getState().form.seed === form.seed) change({ seedSpent: false });
    throw refusal;
  });
  if (sweepId !== null) useScreens.getState().openSweep(sweepId);
  else useScreens.setState({ tab: 'view', viewedId: null });
}

/** The current recipe, with a new seed if the last one was used and is not locked. */
function nextRun(): Run | null {
  const { form, sweeps, rollSeed } = useRecipe.getState();
  const sweepsSeed = sweeps.some(({ field }) => field === 'seed');
  if (form.seedSpent && !form.seedLocked && !sweepsSeed) rollSeed();
  const { form: next, withExact, offer } = useRecipe.getState();
  return offer && planRun(next, sweeps, withExact, offer).run;
}

/** @returns the sweep's id, if it is a sweep */
async function queue({ drafts, references, sweep }: Run, first: boolean): Promise<number | null> {
  const addCells = async () => (await api.queue.add({ drafts: [...drafts], first, sweep })).sweepId;
  const addReferences = async () => {
    if (references.length > 0) await api.queue.add({ drafts: [...references], first, sweep: null });
  };
  // The references are painted before the cells, so that each cell's fidelity can be measured as soon as it is saved.
  if (first) {
    const sweepId = await addCells();
    await addReferences();
    return sweepId;
  }
  await addReferences();
  return addCells();
}

import { useCommand } from '../../commands/registry.ts';
import { tellError } from '../../components/tell-error.tsx';
import { useRecipe } from '../store/recipe-store.ts';
import { useOffer } from '../store/use-offer.ts';
import { generate } from './generate.ts';

/** The recipe's commands, which work even while its panel is hidden. */
export function useRecipeCommands(): void {
  useOffer();
  const ready = useRecipe(({ offer }) => (offer?.models?.length ?? 0) > 0);
  useCommand('generate', () => void generate(false).catch(tellError), ready);
  useCommand('generate-first', () => void generate(true).catch(tellError), ready);
  useCommand('roll-seed', () => useRecipe.getState().rollSeed());
  useCommand('lock-seed', () => {
    const { form, change } = useRecipe.getState();
    change({ seedLocked: !form.seedLocked });
  });
}

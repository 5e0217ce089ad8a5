import { Button, Loader } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../components/Empty.tsx';
import { explain } from '../components/tell-error.tsx';
import { GenerateBar } from './GenerateBar.tsx';
import { PrecisionCard } from './PrecisionCard.tsx';
import { PromptFields } from './PromptFields.tsx';
import classes from './RecipePanel.module.css';
import { useRecipe } from './recipe-store.ts';
import { exactOf } from './run.ts';
import { SceneFields } from './SceneFields.tsx';
import type { Offer } from './settings.ts';
import { useEstimate } from './use-estimate.ts';
import { useOffer } from './use-offer.ts';
import { useRun } from './use-run.ts';

/** What to paint, on what chip, and what it will cost. */
export function RecipePanel() {
  const { t } = useTranslation('recipe');
  const { ready, error, retry } = useOffer();
  const offer = useRecipe((state) => state.offer);
  if (error) {
    return (
      <Empty title={t('notLoaded')} action={<Button onClick={retry}>{t('tryAgain')}</Button>}>
        {explain(error).what}
      </Empty>
    );
  }
  if (!ready || !offer) return <Loader size="sm" m="auto" />;
  return <Recipe offer={offer} />;
}

function Recipe({ offer }: { offer: Offer }) {
  const settings = useRecipe((state) => state.settings);
  const planned = useRun(offer);
  const exact = useMemo(() => exactOf(settings, offer), [settings, offer]);
  const estimated = useEstimate(planned.run, exact);
  return (
    <div className={classes.panel}>
      <div className={classes.fields}>
        <PromptFields />
        <SceneFields offer={offer} />
        <PrecisionCard offer={offer} estimated={estimated} />
      </div>
      <GenerateBar planned={planned} estimated={estimated} />
    </div>
  );
}

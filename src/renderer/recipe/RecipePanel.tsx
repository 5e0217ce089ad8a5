import { Button, Loader } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../components/Empty.tsx';
import { explain } from '../components/tell-error.tsx';
import { useEstimate } from './estimate/use-estimate.ts';
import { ContentFields } from './fields/ContentFields.tsx';
import classes from './fields/Fields.module.css';
import type { Offer } from './form/form.ts';
import { GenerateBar } from './generate/GenerateBar.tsx';
import { useRun } from './generate/use-run.ts';
import { PrecisionCard } from './precision/PrecisionCard.tsx';
import { PromptFields } from './prompt/PromptFields.tsx';
import { useRecipe } from './store/recipe-store.ts';
import { useOffer } from './store/use-offer.ts';
import { exactOf } from './sweep/run.ts';

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
  const form = useRecipe((state) => state.form);
  const planned = useRun(offer);
  const exact = useMemo(() => exactOf(form, offer), [form, offer]);
  const estimated = useEstimate(planned.run, exact);
  return (
    <div className={classes.panel}>
      <div className={classes.fields}>
        <PromptFields />
        <ContentFields offer={offer} />
        <PrecisionCard offer={offer} estimated={estimated} />
      </div>
      <GenerateBar planned={planned} estimated={estimated} />
    </div>
  );
}

import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import exactUrl from '../../../../resources/first-run/exact.png';
import frugalUrl from '../../../../resources/first-run/frugal.png';
import pair from '../../../../resources/first-run/pair.json';
import { runCommand, useAvailable } from '../../commands/registry.ts';
import { Joules } from '../../components/Joules.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { factor } from '../../language/quantities.ts';
import { useRecipe } from '../../recipe/store/recipe-store.ts';
import { SplitView } from '../compare/SplitView.tsx';
import classes from './FirstRun.module.css';

/**
 * Used when Generate is pressed without a prompt; in English, which the model reads. Gives good results with most
 * seeds.
 */
const PROMPT = 'a strawberry, 3d style';

/** Shown before there is any picture: explains the studio with a bundled pair, and leads to the first own picture. */
export function FirstRun({ zoom }: { zoom: Zoom }) {
  const { t } = useTranslation('view');
  const canGenerate = useAvailable('generate');

  function generate() {
    const { form, change } = useRecipe.getState();
    if (form.prompt.trim() === '') change({ prompt: PROMPT });
    runCommand('generate');
  }

  return (
    <div className={classes.firstRun}>
      <SplitView
        left={{ src: exactUrl, name: t('firstExact'), reference: true }}
        right={{ src: frugalUrl, name: t('firstFrugal'), reference: false }}
        prompt={pair.prompt}
        picture={pair}
        zoom={zoom}
      />
      <div className={classes.words}>
        <div className={classes.costs}>
          <span>
            <span className={classes.reference}>{t('firstExact')}</span>{' '}
            <Joules joules={pair.exact.joules} kind="measured" range={pair.exact} />
          </span>
          <span>
            {t('firstFrugal')} <Joules joules={pair.frugal.joules} kind="measured" range={pair.frugal} />
          </span>
        </div>
        <Title order={2} size="lg" fw={600}>
          {t('firstTitle')}
        </Title>
        <Text c="dark.2" maw={520} ta="center">
          {t('firstBody', { times: factor(pair.exact.joules / pair.frugal.joules) })}
        </Text>
        <Button size="sm" disabled={!canGenerate} onClick={generate}>
          {t('firstButton')}
        </Button>
      </div>
    </div>
  );
}

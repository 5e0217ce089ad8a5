import { Button, Checkbox, Kbd, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMANDS } from '../../../shared/commands.ts';
import { MOST_JOBS } from '../../../shared/recipe/sweep-axes.ts';
import { readableKeys } from '../../commands/keys.ts';
import { useCommand } from '../../commands/registry.ts';
import { Joules } from '../../components/Joules.tsx';
import { explain, sentences } from '../../components/tell-error.tsx';
import { duration } from '../../language/quantities.ts';
import type { RunEstimate, useEstimate } from '../estimate/use-estimate.ts';
import { useRecipe } from '../store/recipe-store.ts';
import type { PlannedRun, Run, RunProblem } from '../sweep/run.ts';
import classes from './GenerateBar.module.css';
import { generate } from './generate.ts';

interface Props {
  planned: PlannedRun;
  estimated: ReturnType<typeof useEstimate>;
}

/** The Generate button with the expected cost. */
export function GenerateBar({ planned, estimated }: Props) {
  const { t } = useTranslation('recipe');
  const { sweeps, withExact, setWithExact } = useRecipe();
  const [error, setError] = useState<ReturnType<typeof explain> | null>(null);
  const press = (first: boolean) => {
    setError(null);
    generate(first).catch((failure) => setError(explain(failure)));
  };
  const { run, problem } = planned;
  useCommand('generate', () => press(false), run !== null);
  useCommand('generate-first', () => press(true), run !== null);
  const count = run?.drafts.length ?? 1;
  return (
    <div className={classes.bar}>
      {sweeps.length > 0 && (!withExact || !run || run.references.length > 0) && (
        <Tooltip label={t('withExactHelp')} multiline w={240}>
          <Checkbox
            color="dark.3"
            checked={withExact}
            onChange={(event) => setWithExact(event.currentTarget.checked)}
            label={t('withExact')}
            aria-description={t('withExactHelp')}
          />
        </Tooltip>
      )}
      <Button
        fullWidth
        size="sm"
        disabled={!run}
        aria-describedby="generate-cost"
        onClick={() => press(false)}
        rightSection={<Kbd className={classes.key}>{readableKeys(COMMANDS.generate.keys)}</Kbd>}
      >
        {count > 1 ? t('generateMany', { count }) : t('generate')}
      </Button>
      <div id="generate-cost" className={classes.cost}>
        {run ? <Cost run={run} {...estimated} /> : <Reason problem={problem} />}
      </div>
      {error && (
        <p className={classes.bad} role="alert">
          {sentences(error)}
        </p>
      )}
    </div>
  );
}

function Cost({ run, estimate, stale }: { run: Run; estimate: RunEstimate | null; stale: boolean }) {
  const { t } = useTranslation('recipe');
  return (
    <span className={classes.sums} data-stale={stale || undefined}>
      <span>
        {t('pictures', { count: run.drafts.length })}
        {run.references.length > 0 && (
          <span className={classes.reference}> {t('andExact', { count: run.references.length })}</span>
        )}
      </span>
      {estimate && pictures(estimate.run) !== pictures(run) && <span>{t('estimating')}</span>}
      {/* Figures of another number of pictures would mislead, even dimmed. */}
      {estimate && pictures(estimate.run) === pictures(run) && (
        <>
          <Joules joules={estimate.total.joules} kind="estimate" range={estimate.total} />
          {estimate.total.seconds !== null && (
            <span>{t(estimate.total.atLeast ? 'moreThan' : 'about', { time: duration(estimate.total.seconds) })}</span>
          )}
        </>
      )}
    </span>
  );
}

function pictures({ drafts, references }: Run): number {
  return drafts.length + references.length;
}

function Reason({ problem }: { problem: RunProblem }) {
  const { t } = useTranslation('recipe');
  const { modelId, chipId } = useRecipe((state) => state.form);
  return <span className={problem.code === 'noModelsYet' ? classes.wait : classes.bad}>{reason()}</span>;

  function reason(): string {
    switch (problem.code) {
      case 'noModelsYet':
        return t('noModelsYet');
      case 'noModels':
        return t('noModels');
      case 'modelGone':
        return t('modelGone', { id: modelId });
      case 'chipGone':
        return t('chipGone', { id: chipId });
      case 'tooMany':
        return t('tooMany', { most: MOST_JOBS });
      case 'sweep':
        return t('sweepWrong', { field: t(problem.field) });
    }
  }
}

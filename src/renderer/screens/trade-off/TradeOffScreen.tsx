import { Button, Group, SegmentedControl, Select, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../components/Empty.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { query } from '../../contract/client.ts';
import { MOST_PINNED, useScreens } from '../../state/screens.ts';
import { EnergySplit } from './EnergySplit.tsx';
import { frontier, METRIC_NAMES, type Metric, type Point, pointsOf } from './frontier.ts';
import { MissingExact } from './MissingExact.tsx';
import { Scatter } from './Scatter.tsx';
import classes from './TradeOffScreen.module.css';
import { TradeOffTable } from './TradeOffTable.tsx';
import { usePictures } from './use-pictures.ts';
import { withReference } from './with-reference.ts';

const LIBRARY = 'library';

/** Energy against fidelity to the exact picture. */
export function TradeOffScreen() {
  const { t } = useTranslation('tradeOff');
  const { compare, sweepId: openSweep } = useScreens();
  const sweeps = useQuery(query.sweeps.list.queryOptions());
  const [source, setSource] = useState(openSweep === null ? LIBRARY : String(openSweep));
  const [metric, setMetric] = useState<Metric>('psnr');
  const [layout, setLayout] = useState<'chart' | 'table'>('chart');
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const shown = usePictures(source === LIBRARY ? null : Number(source));

  const points = pointsOf(shown?.pictures ?? [], metric);
  const best = frontier(points, metric);
  const exact = (shown?.pictures ?? []).filter((picture) => picture.exact && picture.joules !== null);
  const missing = (shown?.pictures ?? []).filter(
    ({ exact, fidelity, joules }) => !exact && !fidelity && joules !== null,
  );
  const chosen = points.filter((point) => selected.has(point.id));

  const toggle = (id: number) =>
    setSelected((old) => (old.has(id) ? new Set([...old].filter((other) => other !== id)) : new Set([...old, id])));
  const openCompare = () => {
    withReference(mostTelling(chosen, best)).then(compare, tellError);
  };

  return (
    <div className={classes.screen}>
      <Group className={classes.bar} gap="sm" wrap="wrap">
        <Select
          aria-label={t('source')}
          value={source}
          onChange={(value) => {
            setSource(value ?? LIBRARY);
            setSelected(new Set());
          }}
          data={[
            { value: LIBRARY, label: t('fromLibrary') },
            ...(sweeps.data ?? []).map((sweep) => ({
              value: String(sweep.id),
              label: t('fromSweep', { prompt: sweep.prompt }),
            })),
          ]}
          allowDeselect={false}
          w={240}
        />
        <Select
          aria-label={t('metric')}
          value={metric}
          onChange={(value) => setMetric(value as Metric)}
          data={METRIC_NAMES.map((name) => ({ value: name, label: t(name) }))}
          allowDeselect={false}
          w={170}
        />
        <SegmentedControl
          aria-label={t('layout')}
          value={layout}
          onChange={(value) => setLayout(value as 'chart' | 'table')}
          data={[
            { value: 'chart', label: t('chart') },
            { value: 'table', label: t('table') },
          ]}
        />
        <Group ml="auto" gap="xs">
          {chosen.length > 0 && (
            <>
              <Text size="sm" c="dark.2" aria-live="polite">
                {t('selected', { count: chosen.length })}
              </Text>
              <Button variant="default" onClick={() => setSelected(new Set())}>
                {t('clear')}
              </Button>
            </>
          )}
          <Tooltip label={t('compareHint')}>
            <Button disabled={chosen.length === 0} onClick={openCompare}>
              {t('compare')}
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <MissingExact pictures={missing} />
      {points.length === 0 ? (
        <Empty title={t('emptyTitle')}>{t('emptyText')}</Empty>
      ) : (
        <div className={classes.content}>
          {layout === 'chart' ? (
            <Scatter {...{ points, best, exact, metric, selected, toggle }} select={setSelected} />
          ) : (
            <TradeOffTable {...{ points, best, metric, selected, toggle }} />
          )}
          {shown && shown.total > shown.pictures.length && (
            <Text size="xs" c="dark.2" px="md">
              {t('truncated', { count: shown.pictures.length, total: shown.total })}
            </Text>
          )}
          <EnergySplit pictures={(chosen.length > 0 ? chosen : best).map(({ picture }) => picture)} />
        </div>
      )}
    </div>
  );
}

/** As many as Compare can show beside the exact picture: those on the frontier first. */
function mostTelling(chosen: readonly Point[], best: readonly Point[]): number[] {
  const onFrontier = new Set(best.map(({ id }) => id));
  return chosen
    .toSorted((a, b) => Number(onFrontier.has(b.id)) - Number(onFrontier.has(a.id)))
    .slice(0, MOST_PINNED - 1)
    .map(({ id }) => id);
}

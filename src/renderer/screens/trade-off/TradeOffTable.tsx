import { Checkbox, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { Joules } from '../../components/Joules.tsx';
import { decimal } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';
import { METRICS, type Metric, type Point } from './frontier.ts';
import classes from './TradeOffScreen.module.css';

interface Props {
  points: readonly Point[];
  best: readonly Point[];
  metric: Metric;
  selected: ReadonlySet<number>;
  toggle(id: number): void;
}

/** The chart's data as a table, also for screen readers. */
export function TradeOffTable({ points, best, metric, selected, toggle }: Props) {
  const { t } = useTranslation('tradeOff');
  const precisionName = usePrecisionName();
  const onFrontier = new Set(best.map(({ id }) => id));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section className={classes.table} tabIndex={0} aria-label={t('table')}>
      <Table stickyHeader highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th />
            <Table.Th>{t('picture')}</Table.Th>
            <Table.Th>{t('chip')}</Table.Th>
            <Table.Th>{t('precision')}</Table.Th>
            <Table.Th ta="right">{t('steps')}</Table.Th>
            <Table.Th ta="right">{t('seed')}</Table.Th>
            <Table.Th ta="right">{t('energy')}</Table.Th>
            <Table.Th ta="right">{t(metric)}</Table.Th>
            <Table.Th>{t('onFrontier')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points
            .toSorted((a, b) => a.joules - b.joules)
            .map(({ id, joules, quality, picture }) => (
              <Table.Tr key={id} {...(selected.has(id) && { bg: 'dark.5' })}>
                <Table.Td>
                  <Checkbox checked={selected.has(id)} onChange={() => toggle(id)} aria-label={t('select', { id })} />
                </Table.Td>
                <Table.Td>
                  <img className={`${classes.thumbnail} checkerboard`} src={urls.thumbnail(id)} alt={picture.prompt} />
                </Table.Td>
                <Table.Td>{shippedText(picture.chipName ?? '')}</Table.Td>
                <Table.Td>{precisionName(picture.precision ?? '')}</Table.Td>
                <Table.Td ta="right">{picture.steps}</Table.Td>
                <Table.Td ta="right">{picture.seed}</Table.Td>
                <Table.Td ta="right">
                  <Joules joules={joules} kind="measured" />
                </Table.Td>
                <Table.Td ta="right">{decimal(quality, METRICS[metric].digits)}</Table.Td>
                <Table.Td>{onFrontier.has(id) && t('yes')}</Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

import { Group, SegmentedControl, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails, PictureSummary } from '../../../shared/contract/pictures.ts';
import type { EnergyComponents } from '../../../shared/energy/energy-report.ts';
import { EnergyBar, EnergyLegend } from '../../components/EnergyBar.tsx';
import { Joules } from '../../components/Joules.tsx';
import { query } from '../../contract/client.ts';
import { usePictureName } from '../compare/use-picture-name.ts';
import { rankLayers } from './layers.ts';
import classes from './TradeOffScreen.module.css';

const MOST_PICTURES = 6;
const MOST_LAYERS = 12;

/** Stacked energy bars: of several pictures by component, or of the first one layer by layer. */
export function EnergySplit({ pictures }: { pictures: readonly PictureSummary[] }) {
  const { t } = useTranslation('tradeOff');
  const [split, setSplit] = useState<'component' | 'layer'>('component');
  const details = useQueries({
    queries: pictures.slice(0, MOST_PICTURES).map(({ id }) => query.pictures.get.queryOptions({ input: { id } })),
    combine: (results) => results.flatMap(({ data }) => (data?.energy ? [data] : [])),
  });
  return (
    <section className={classes.split} aria-label={t('energyTitle')}>
      <Group justify="space-between" mb="xs">
        <Text fw={600} size="sm">
          {t('energyTitle')}
        </Text>
        <SegmentedControl
          aria-label={t('split')}
          value={split}
          onChange={(value) => setSplit(value as 'component' | 'layer')}
          data={[
            { value: 'component', label: t('byComponent') },
            { value: 'layer', label: t('byLayer') },
          ]}
        />
      </Group>
      {details.length === 0 ? (
        <Text size="sm" c="dark.2">
          {t('pickOne')}
        </Text>
      ) : (
        <>
          {split === 'component' ? <PictureRows details={details} /> : <LayerRows picture={details[0]!} />}
          <EnergyLegend />
        </>
      )}
    </section>
  );
}

function PictureRows({ details }: { details: readonly PictureDetails[] }) {
  const pictureName = usePictureName();
  const full = Math.max(...details.map(({ joules }) => joules ?? 0));
  return details.map((picture) => (
    <Row
      key={picture.id}
      name={pictureName(picture)}
      components={picture.energy!.components}
      joules={picture.energy!.joules}
      full={full}
    />
  ));
}

function LayerRows({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('tradeOff');
  const { top, others, otherCount } = rankLayers(picture.energy!, MOST_LAYERS);
  const full = Math.max(...top.map(({ joules }) => joules), others.joules);
  return (
    <>
      {top.map(({ name, components, joules }) => (
        <Row key={name} {...{ name, components, joules, full }} />
      ))}
      {otherCount > 0 && <Row {...others} name={t('otherLayers', { count: otherCount })} full={full} />}
    </>
  );
}

function Row(props: { name: string; components: EnergyComponents; joules: number; full: number }) {
  const { name, components, joules, full } = props;
  return (
    <div className={classes.row}>
      <span className={classes.name} title={name}>
        {name}
      </span>
      <EnergyBar components={components} full={full} label={name} />
      <Joules joules={joules} kind="measured" />
    </div>
  );
}

import {
  ActionIcon,
  Button,
  Chip,
  Fieldset,
  Group,
  Indicator,
  MultiSelect,
  Popover,
  RangeSlider,
  Rating,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Facets, PictureFilter } from '../../../shared/contract/pictures.ts';
import { query } from '../../contract/client.ts';
import { si } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';
import { useLibrary } from '../library-store.ts';
import { dayOf, endOfDay, startOfDay } from './date-range.ts';
import { ENERGY_STEPS, energyRange, joulesAt, positionOf } from './energy-scale.ts';
import classes from './Filter.module.css';
import { activeParts, placeOnly } from './filter-parts.ts';

/** Everything that can narrow the list. What it offers is what the library has. */
export function FilterPopover() {
  const { t } = useTranslation('library');
  const { filter, show } = useLibrary();
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  const precisionName = usePrecisionName();
  const active = activeParts(filter).filter(({ kind }) => kind !== 'text').length;
  const change = (part: PictureFilter) => show({ ...filter, ...part });

  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus>
      <Indicator disabled={active === 0} label={active} size={14} offset={4}>
        <Popover.Target>
          <ActionIcon
            aria-label={active === 0 ? t('filter') : t('filterActive', { count: active })}
            variant={active === 0 ? 'subtle' : 'light'}
          >
            <SlidersHorizontal size={15} aria-hidden />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={t('filter')}>
        <Stack gap="sm">
          <Group justify="space-between">
            <Switch
              label={t('starredOnly')}
              checked={filter.starred ?? false}
              onChange={(event) => change({ starred: event.currentTarget.checked })}
            />
            <Group gap="xs">
              <Text size="sm">{t('atLeast')}</Text>
              <Rating
                aria-label={t('leastRating')}
                size="xs"
                value={filter.minRating ?? 0}
                allowClear
                onChange={(least) => change({ minRating: least === 0 ? undefined : least })}
              />
            </Group>
          </Group>
          {boards && boards.length > 0 && (
            <MultiSelect
              label={t('board')}
              placeholder={filter.boardId === undefined ? t('anyBoard') : undefined}
              data={boards.map(({ id, name }) => ({ value: String(id), label: name }))}
              value={filter.boardId === undefined ? [] : [String(filter.boardId)]}
              maxValues={1}
              clearable
              onChange={([id]) => change({ boardId: id === undefined ? undefined : Number(id) })}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          {facets && facets.tags.length > 0 && (
            <MultiSelect
              label={t('tags')}
              data={facets.tags.map(({ value, count }) => ({ value, label: `${value} (${count})` }))}
              value={filter.tags ?? []}
              searchable
              limit={100}
              onChange={(tags) => change({ tags })}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          {facets && facets.precisions.length > 0 && (
            <Fieldset
              variant="unstyled"
              legend={t('precision')}
              classNames={{ root: classes.chips, legend: classes.legend }}
            >
              <Chip.Group multiple value={filter.precisions ?? []} onChange={(precisions) => change({ precisions })}>
                {facets.precisions.map(({ value, count }) => (
                  <Chip key={value} value={value} size="xs" variant="outline">
                    {precisionName(value)} <span className={classes.count}>{count}</span>
                  </Chip>
                ))}
              </Chip.Group>
            </Fieldset>
          )}
          {facets && facets.chips.length > 0 && (
            <Fieldset
              variant="unstyled"
              legend={t('chip')}
              classNames={{ root: classes.chips, legend: classes.legend }}
            >
              <Chip.Group multiple value={filter.chipIds ?? []} onChange={(chipIds) => change({ chipIds })}>
                {facets.chips.map(({ value, name, count }) => (
                  <Chip key={value} value={value} size="xs" variant="outline">
                    {shippedText(name)} <span className={classes.count}>{count}</span>
                  </Chip>
                ))}
              </Chip.Group>
            </Fieldset>
          )}
          {facets && <EnergyRange facets={facets} filter={filter} onChange={(joules) => change({ joules })} />}
          <Group grow gap="xs">
            <TextInput
              type="date"
              label={t('from')}
              value={dayOf(filter.created?.min ?? null)}
              onChange={(event) =>
                change({ created: { min: startOfDay(event.currentTarget.value), max: filter.created?.max ?? null } })
              }
            />
            <TextInput
              type="date"
              label={t('to')}
              value={dayOf(filter.created?.max ?? null)}
              onChange={(event) =>
                change({ created: { min: filter.created?.min ?? null, max: endOfDay(event.currentTarget.value) } })
              }
            />
          </Group>
          <Button
            variant="default"
            disabled={active === 0}
            onClick={() => show({ ...placeOnly(filter), text: filter.text })}
          >
            {t('clearAll')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

interface EnergyRangeProps {
  facets: Facets;
  filter: PictureFilter;
  onChange(range: PictureFilter['joules']): void;
}

function EnergyRange({ facets, filter, onChange }: EnergyRangeProps) {
  const { t } = useTranslation('library');
  const { min, max } = facets.joules;
  const [dragged, setDragged] = useState<[number, number] | null>(null);
  // A scale needs two ends.
  if (min === null || max === null || min <= 0 || max <= min) return null;
  const bounds = { min, max };
  const asked = filter.joules;
  const value: [number, number] = dragged ?? [
    asked?.min == null ? 0 : positionOf(asked.min, bounds),
    asked?.max == null ? ENERGY_STEPS : positionOf(asked.max, bounds),
  ];
  const label = (position: number) => si(joulesAt(position, bounds), 'J');
  return (
    <Fieldset variant="unstyled" legend={t('energy')} classNames={{ legend: classes.legend }}>
      <Group justify="space-between" mb={2}>
        <Text size="xs" c="dark.2">
          {label(value[0])}
        </Text>
        <Text size="xs" c="dark.2">
          {label(value[1])}
        </Text>
      </Group>
      <RangeSlider
        min={0}
        max={ENERGY_STEPS}
        minRange={1}
        size="sm"
        mx={6}
        value={value}
        label={null}
        thumbFromLabel={t('leastEnergy')}
        thumbToLabel={t('mostEnergy')}
        thumbValueText={label}
        onChange={setDragged}
        onChangeEnd={([low, high]) => {
          setDragged(null);
          onChange(energyRange(low, high, bounds));
        }}
      />
    </Fieldset>
  );
}

import { Chip, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChoiceFieldId } from '../form/panel-fields.ts';
import { useRecipe } from '../store/recipe-store.ts';
import classes from './ChoiceSweep.module.css';

interface Props {
  field: ChoiceFieldId;
  options: readonly { readonly value: string; readonly label: string }[];
}

/** The choices of a field that sweeps, in the order offered. */
export function ChoiceSweep({ field, options }: Props) {
  const { t } = useTranslation('recipe');
  const { sweeps, writeSweep } = useRecipe();
  const chosen = sweeps.find((sweep) => sweep.field === field)?.text.split(',') ?? [];
  return (
    <Chip.Group
      multiple
      value={chosen}
      onChange={(ids) =>
        writeSweep(
          field,
          options
            .map(({ value }) => value)
            .filter((value) => ids.includes(value))
            .join(),
        )
      }
    >
      <Group gap={4} role="group" aria-label={t(field)}>
        {options.map(({ value, label }) => (
          <Chip key={value} value={value} size="xs" color="dark.4" radius="sm" classNames={{ label: classes.label }}>
            {label}
          </Chip>
        ))}
      </Group>
      {!options.some(({ value }) => chosen.includes(value)) && (
        <div className={classes.bad} role="alert">
          {t('sweepNone')}
        </div>
      )}
    </Chip.Group>
  );
}

import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { si } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import { type Offer, suiting } from '../form/form.ts';
import { useRecipe } from '../store/recipe-store.ts';
import { FieldRow } from './FieldRow.tsx';
import classes from './Fields.module.css';

/** The model; shown only if there are several. */
export function ModelField({ offer }: { offer: Offer }) {
  const { t } = useTranslation('recipe');
  const { form, change } = useRecipe();
  const models = offer.models ?? [];
  const options = models.map(({ id, summary }) => ({
    value: id,
    label: t('parameters', { name: shippedText(summary.name), size: si(summary.parameters, '').trim() }),
  }));
  const [only] = options;
  if (!only) return null;
  if (options.length === 1 && only.value === form.modelId) {
    return (
      <FieldRow label={t('model')} help={t('modelHelp')}>
        <span className={classes.quiet}>{only.label}</span>
      </FieldRow>
    );
  }

  function choose(id: string): void {
    const summary = models.find((model) => model.id === id)?.summary;
    if (summary) change(suiting(id, summary));
  }

  return (
    <FieldRow label={t('model')} help={t('modelHelp')} inputId="recipe-model">
      <Select
        id="recipe-model"
        aria-description={t('modelHelp')}
        data={options}
        value={form.modelId}
        placeholder={form.modelId}
        allowDeselect={false}
        onChange={(id) => id && choose(id)}
      />
    </FieldRow>
  );
}

import { Button, Pill } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { query } from '../../contract/client.ts';
import { currentIntl } from '../../language/language.ts';
import { si } from '../../language/quantities.ts';
import { shippedText } from '../../language/shipped.ts';
import { usePrecisionName } from '../../recipe/text/precision-name.ts';
import { useLibrary } from '../library-store.ts';
import classes from './Filter.module.css';
import { activeParts, type FilterPart, placeOnly, withoutPart } from './filter-parts.ts';

/** The active filters, each with a button to remove it. */
export function ActiveFilters() {
  const { t } = useTranslation('library');
  const { filter, show } = useLibrary();
  const words = useFilterWords();
  const parts = activeParts(filter);
  if (parts.length === 0) return null;
  return (
    <ul className={classes.active} aria-label={t('activeFilters')}>
      {parts.map((part) => (
        <li key={JSON.stringify(part)} className={classes.part}>
          <Pill
            size="sm"
            className={classes.pill}
            withRemoveButton
            removeButtonProps={{
              'aria-label': t('removeFilter', { filter: words(part) }),
              'aria-hidden': false,
              tabIndex: 0,
            }}
            onRemove={() => show(withoutPart(filter, part))}
          >
            {words(part)}
          </Pill>
        </li>
      ))}
      {parts.length > 1 && (
        <li>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => show(placeOnly(filter))}>
            {t('clearAll')}
          </Button>
        </li>
      )}
    </ul>
  );
}

function useFilterWords(): (part: FilterPart) => string {
  const { t } = useTranslation('library');
  const precisionName = usePrecisionName();
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  const day = (time: number) => new Intl.DateTimeFormat(currentIntl(), { dateStyle: 'medium' }).format(time);

  return (part) => {
    switch (part.kind) {
      case 'text':
        return t('saying', { text: part.text });
      case 'starred':
        return t('starred');
      case 'rating':
        return t('ratedAtLeast', { count: part.least });
      case 'tag':
        return t('tagged', { tag: part.value });
      case 'chip':
        return shippedText(facets?.chips.find(({ value }) => value === part.value)?.name ?? part.value);
      case 'precision':
        return precisionName(part.value);
      case 'joules':
        return between(part, (joules) => si(joules, 'J'));
      case 'created':
        return between(part, day);
      case 'sweep':
        return t('ofSweep', { id: part.id });
    }
  };

  function between({ min, max }: { min: number | null; max: number | null }, text: (value: number) => string): string {
    if (min === null) return `≤ ${text(max!)}`;
    if (max === null) return `≥ ${text(min)}`;
    return text(min) === text(max) ? text(min) : `${text(min)} – ${text(max)}`;
  }
}

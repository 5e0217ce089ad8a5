import type { PictureFilter } from '../../../shared/contract/pictures.ts';

/** One active filter, shown as a removable chip. Board and trash are places and have no chip. */
export type FilterPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag' | 'chip' | 'precision'; readonly value: string }
  | { readonly kind: 'starred' }
  | { readonly kind: 'rating'; readonly least: number }
  | { readonly kind: 'joules' | 'created'; readonly min: number | null; readonly max: number | null }
  | { readonly kind: 'sweep'; readonly id: number };

/** The active filters, in the order of the filter form. */
export function activeParts(filter: PictureFilter): FilterPart[] {
  const parts: FilterPart[] = [];
  if (filter.text) parts.push({ kind: 'text', text: filter.text });
  if (filter.starred) parts.push({ kind: 'starred' });
  if (filter.minRating) parts.push({ kind: 'rating', least: filter.minRating });
  for (const value of filter.tags ?? []) parts.push({ kind: 'tag', value });
  for (const value of filter.chipIds ?? []) parts.push({ kind: 'chip', value });
  for (const value of filter.precisions ?? []) parts.push({ kind: 'precision', value });
  if (filter.joules) parts.push({ kind: 'joules', ...filter.joules });
  if (filter.created) parts.push({ kind: 'created', ...filter.created });
  if (filter.sweepId !== undefined) parts.push({ kind: 'sweep', id: filter.sweepId });
  return parts;
}

/** The filter without one part. */
export function withoutPart(filter: PictureFilter, part: FilterPart): PictureFilter {
  const others = (values: string[] | undefined, value: string) => values?.filter((other) => other !== value);
  switch (part.kind) {
    case 'text':
      return tidy({ ...filter, text: undefined });
    case 'starred':
      return tidy({ ...filter, starred: undefined });
    case 'rating':
      return tidy({ ...filter, minRating: undefined });
    case 'tag':
      return tidy({ ...filter, tags: others(filter.tags, part.value) });
    case 'chip':
      return tidy({ ...filter, chipIds: others(filter.chipIds, part.value) });
    case 'precision':
      return tidy({ ...filter, precisions: others(filter.precisions, part.value) });
    case 'joules':
      return tidy({ ...filter, joules: undefined });
    case 'created':
      return tidy({ ...filter, created: undefined });
    case 'sweep':
      return tidy({ ...filter, sweepId: undefined });
  }
}

/** Only the place: a board, the trash, or all pictures. */
export function placeOnly({ boardId, trash }: PictureFilter): PictureFilter {
  return tidy({ boardId, trash });
}

/** Without parts that have no effect, so that equal lists have one key. */
export function tidy(filter: PictureFilter): PictureFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => narrows(value)));
}

function narrows(value: PictureFilter[keyof PictureFilter]): boolean {
  if (value === undefined || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object') return value.min !== null || value.max !== null;
  return true;
}

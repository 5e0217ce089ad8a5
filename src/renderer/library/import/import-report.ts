import type { Imported } from '../../../shared/contract/pictures.ts';
import type { UnreadItem } from '../../../shared/unread.ts';

interface Refusal {
  readonly fileName: string;
  readonly what: string;
  readonly todo: string;
}

/** Result of importing one file. */
export type ImportOutcome = { readonly imported: Imported } | { readonly refusal: Refusal };

export interface ImportReport {
  readonly added: number;
  /** Were already in the library. */
  readonly existing: number;
  /** Were in the trash. */
  readonly restored: number;
  /** Imported, without information on how they were made. */
  readonly withoutRecipe: number;
  /** Imported, with a recipe that cannot be read. */
  readonly unread: readonly UnreadItem[];
  readonly refusals: readonly Refusal[];
  /** In the order of the files, without duplicates. */
  readonly ids: readonly number[];
}

export function importReport(outcomes: readonly ImportOutcome[]): ImportReport {
  const imported = outcomes.flatMap((outcome) => ('imported' in outcome ? [outcome.imported] : []));
  const count = (test: (picture: Imported) => boolean) => imported.filter(test).length;
  return {
    added: count(({ outcome }) => outcome === 'new'),
    existing: count(({ outcome }) => outcome === 'existing'),
    restored: count(({ outcome }) => outcome === 'restored'),
    withoutRecipe: count(({ outcome, knows, unread }) => outcome !== 'existing' && knows === 'nothing' && !unread),
    unread: imported.flatMap(({ id, outcome, unread }) =>
      outcome !== 'existing' && unread ? [{ what: 'recipe' as const, id: String(id), unread }] : [],
    ),
    refusals: outcomes.flatMap((outcome) => ('refusal' in outcome ? [outcome.refusal] : [])),
    ids: [...new Set(imported.map(({ id }) => id))],
  };
}

import type { PictureSort } from '../../shared/contract/pictures.ts';

/**
 * What each sort orders by, ties by id in the same direction; each has an index. A picture whose figure is unknown comes
 * last: 9e999 is SQLite's infinity. Fidelity orders by FLIP, the metric made for comparing renderings by flicker.
 */
export const SORTS: Record<PictureSort, { key: string; direction: 'ASC' | 'DESC' }> = {
  newest: { key: 'created_at', direction: 'DESC' },
  oldest: { key: 'created_at', direction: 'ASC' },
  joules: { key: 'coalesce(-joules, -9e999)', direction: 'DESC' },
  fidelity: { key: 'coalesce(-flip, -9e999)', direction: 'DESC' },
  rating: { key: 'rating', direction: 'DESC' },
};

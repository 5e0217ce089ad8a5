import type { Facets } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';

/** What there is to filter by, most used first, without the trash. */
export function facets({ sql }: LibraryContext): Facets {
  const count = (where: string) => sql(`SELECT count(*) FROM pictures WHERE ${where}`).pluck().get() as number;
  return {
    chips: sql<Facets['chips'][number]>(`
      SELECT chip_id AS value, max(chip_name) AS name, count(*) AS count FROM pictures
      WHERE trashed_at IS NULL AND chip_id IS NOT NULL GROUP BY chip_id ORDER BY count DESC, value`).all(),
    precisions: sql<Facets['precisions'][number]>(`
      SELECT precision AS value, count(*) AS count FROM pictures
      WHERE trashed_at IS NULL AND precision IS NOT NULL GROUP BY precision ORDER BY count DESC, value`).all(),
    tags: sql<Facets['tags'][number]>(`
      SELECT tag AS value, count(*) AS count FROM picture_tags JOIN pictures ON id = picture_id
      WHERE trashed_at IS NULL GROUP BY tag ORDER BY count DESC, value`).all(),
    joules: {
      min: sql('SELECT min(joules) FROM pictures WHERE trashed_at IS NULL').pluck().get() as number | null,
      max: sql('SELECT max(joules) FROM pictures WHERE trashed_at IS NULL').pluck().get() as number | null,
    },
    total: count('trashed_at IS NULL'),
    trashed: count('trashed_at IS NOT NULL'),
  };
}

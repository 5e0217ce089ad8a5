import { MOST_NAME } from '../../shared/bounds.ts';
import type { Facets } from '../../shared/contract/pictures.ts';
import type { LibraryContext } from './context.ts';

type Count = Facets['tags'][number];

/** The values to filter by, most used first, without the trash. Cached until pictures change. */
export function facets(context: LibraryContext): Facets {
  return context.facets.memo('facets', { context: () => count(context) });
}

function count({ sql }: LibraryContext): Facets {
  const one = (query: string) => (sql(query).pluck().get() ?? null) as number | null;
  // Names imported by older versions had no length limit; no filter accepts such a name.
  const short = <T extends Count>(counts: T[]) => counts.filter(({ value }) => value.length <= MOST_NAME);
  return {
    // Texts of other programs name a chip by its id alone.
    chips: short(
      sql<Facets['chips'][number]>(`
      SELECT chip_id AS value, coalesce(max(chip_name), chip_id) AS name, count(*) AS count
      FROM pictures INDEXED BY live_chips
      WHERE trashed_at IS NULL AND chip_id IS NOT NULL GROUP BY chip_id ORDER BY count DESC, value`).all(),
    ),
    precisions: short(
      sql<Count>(`
      SELECT precision AS value, count(*) AS count FROM pictures INDEXED BY live_precisions
      WHERE trashed_at IS NULL AND precision IS NOT NULL GROUP BY precision ORDER BY count DESC, value`).all(),
    ),
    // Counts of all pictures minus those of the small trash: checking for each tag whether its picture is in the trash
    // takes 30 times as long.
    tags: sql<Count>(`
      SELECT value, sum(count) AS count FROM (
        SELECT tag AS value, count(*) AS count FROM picture_tags GROUP BY tag
        UNION ALL
        SELECT tag, -count(*) FROM pictures INDEXED BY trashed CROSS JOIN picture_tags ON picture_id = id
        WHERE trashed_at IS NOT NULL GROUP BY tag
      ) GROUP BY value HAVING count > 0 ORDER BY count DESC, value`).all(),
    joules: {
      min: one(`SELECT joules FROM pictures INDEXED BY live_joules WHERE trashed_at IS NULL
        ORDER BY coalesce(-joules, -9e999) DESC LIMIT 1`),
      max: one(`SELECT joules FROM pictures INDEXED BY live_joules WHERE trashed_at IS NULL
        AND coalesce(-joules, -9e999) > -9e999 ORDER BY coalesce(-joules, -9e999) LIMIT 1`),
    },
    total: one('SELECT count(*) FROM pictures INDEXED BY live_precisions WHERE trashed_at IS NULL')!,
    trashed: one('SELECT count(*) FROM pictures INDEXED BY trashed WHERE trashed_at IS NOT NULL')!,
  };
}

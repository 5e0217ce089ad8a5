import type { Migration } from './migration.ts';

/**
 * From here on everything kept as JSON states its version (shared/formats). JSON without one is version 1, so no row
 * changes. But an earlier program would not recognise a chip with a version and would drop it, so it must refuse the
 * library.
 */
export const versions: Migration = { version: 4, up() {} };

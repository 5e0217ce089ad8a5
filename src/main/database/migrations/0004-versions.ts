import type { Migration } from './migration.ts';

/**
 * From here on everything that is kept as JSON says its version (shared/formats). What has none is of version 1, so no
 * row changes. But an earlier program takes a chip with a version for none and would leave it out: it has to refuse the
 * library.
 */
export const versions: Migration = { version: 4, up() {} };

import { library } from './0001-library.ts';
import { queue } from './0002-queue.ts';
import { care } from './0003-care.ts';
import { versions } from './0004-versions.ts';
import type { Migration } from './migration.ts';

/** All migrations in order; the version of each is its position, counted from 1. */
export const MIGRATIONS: readonly Migration[] = [library, queue, care, versions];

import { dirname } from 'node:path';

/** The package's folder. */
export const root = dirname(dirname(import.meta.dirname));

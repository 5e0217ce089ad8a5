/**
 * How long a test waits for what has to happen, milliseconds. It is there to end a wait that would never end, not to
 * measure: wide enough for a machine that has much else to do. The one limit for vitest's polls (vitest.config.ts) and
 * Playwright's waits.
 */
export const PATIENCE = 90_000;

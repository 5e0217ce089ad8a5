/**
 * Tries the addon in a process of its own, which a damaged file ends (SIGBUS, SIGILL) or holds for ever. Its last line
 * says why the addon cannot be used, or 'ok'.
 */
import { writeSync } from 'node:fs';
import { tryAddon } from './try-addon.ts';

// Synchronous, and then the end: what the addon has started must not keep us.
writeSync(1, `\n${tryAddon() ?? 'ok'}\n`);
process.exit();

/** The studio for a browser on this machine: `node src/main/hosts/web/index.ts`, or the same file of the build. */
import '../../../../scripts/require-node.mjs';

// Dynamic, so that an old Node never comes to load it: its native modules would crash.
void import('./program.ts');

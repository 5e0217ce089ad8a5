/** The web host, for a browser on this machine: `node src/main/hosts/web/index.ts`, or the same file of the build. */
import '../../../../scripts/require-node.mjs';

// Imported dynamically, so that an old Node never loads it: native modules would crash there.
void import('./program.ts');

/** Entry of the engine process. */
import '../../scripts/require-node.mjs';

// Dynamic, so that an old Node never comes to load it. What main sends meanwhile waits for a listener.
void import('./run-engine.ts');

// Runs paint-prompts.ts, which an old Node cannot even load. Usage: node paint-prompts.mjs LIST.json
import '../scripts/require-node.mjs';

import('./paint-prompts.ts');

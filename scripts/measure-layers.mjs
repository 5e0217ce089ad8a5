// Runs measure-layers.ts, which an old Node cannot even load. Usage: node scripts/measure-layers.mjs [MODEL_FOLDER]
import './require-node.mjs';

import('./measure-layers.ts');

// Writes the tables of docs/energy-model.md that come from the code. Usage: node scripts/write-energy-doc.mjs
import './require-node.mjs';

import('./write-energy-doc.ts').then(({ writePage }) => writePage());

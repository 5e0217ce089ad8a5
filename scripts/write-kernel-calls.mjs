// Writes native/generated/calls.h and src/worker/kernels/generated/pack-calls.ts from the calls that operators and
// operands describe. Usage: node scripts/write-kernel-calls.mjs
import './require-node.mjs';

import('./write-kernel-calls.ts').then(({ writeFiles }) => writeFiles());

#!/usr/bin/env node
import '../scripts/require-node.mjs';

// Dynamic, so that an old Node never comes to load it.
import('../src/main/hosts/cli/cli.ts');

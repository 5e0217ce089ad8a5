/**
 * Opens the kernels as the engine does, and says which ones they are: JSON on stdout. Usage: node open-kernels.ts
 * [FOLDER_OF_OHMBRUSH]
 */
import { join } from 'node:path';

const root = process.argv[2] ?? join(import.meta.dirname, '../..');
const { createKernelPool } = await import(join(root, 'src/worker/kernels/pool.ts'));
const { selfCheck } = await import(join(root, 'src/worker/kernels/self-check.ts'));

const pool = createKernelPool({ threads: 2 });
console.log(JSON.stringify({ backend: pool.backend, wrong: selfCheck(pool) }));
await pool.close();

import type { BackendId } from '../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import type { KernelPool } from './kernels.ts';
import { nativeInstructionSets, openNative } from './native.ts';
import { openReference } from './reference.ts';
import { chooseBuild, openWasm } from './wasm.ts';

export interface KernelPoolOptions {
  /** Undefined: the fastest that this machine has. */
  readonly backend?: BackendId;
  /** The calling thread included. */
  readonly threads: number;
}

interface Backend {
  readonly id: BackendId;
  isThere(): boolean;
  open(threads: number): KernelPool | null;
}

const byPreference: readonly Backend[] = [
  { id: 'native', isThere: () => nativeInstructionSets().length > 0, open: openNative },
  { id: 'wasm', isThere: () => chooseBuild() !== null, open: openWasm },
  { id: 'reference', isThere: () => true, open: openReference },
];

/**
 * The backends that run on this machine, the fastest first. In a process with several threads call it once in the first
 * one before the others start: loading a native module is not thread-safe.
 */
export function availableBackends(): BackendId[] {
  return byPreference.filter((backend) => backend.isThere()).map(({ id }) => id);
}

/**
 * The calling thread blocks during a call: use the pool in a thread that may. Threads beside it are started here.
 * Throws OhmbrushError('unavailable') when the backend that was asked for is not there.
 */
export function createKernelPool({ backend, threads }: KernelPoolOptions): KernelPool {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`a kernel pool of ${threads} threads`);
  for (const candidate of byPreference) {
    if (backend !== undefined && backend !== candidate.id) continue;
    const pool = candidate.open(threads);
    if (pool) return pool;
    if (backend !== undefined) {
      throw backend === 'native'
        ? new OhmbrushError('native-missing', {})
        : new OhmbrushError('backend-missing', { backend });
    }
  }
  throw new OhmbrushError('backend-unknown', { backend: String(backend), backends: availableBackends() });
}

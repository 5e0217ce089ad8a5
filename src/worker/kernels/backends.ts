import { OhmbrushError } from '../../shared/errors.ts';
import type { Kernels } from './kernels.ts';
import { nativeKernels } from './native.ts';
import { referenceKernels } from './reference.ts';
import { wasmKernels } from './wasm.ts';

type BackendId = Kernels['id'];

const byPreference: readonly { id: BackendId; open: () => Kernels | null; todo: string }[] = [
  {
    id: 'native',
    open: nativeKernels,
    todo: "Install clang or g++ and run 'npm run build:native', or choose another backend",
  },
  { id: 'wasm', open: wasmKernels, todo: 'Choose another backend' },
  { id: 'reference', open: referenceKernels, todo: 'Choose another backend' },
];

/**
 * The backends that run on this machine, the fastest first. In a process with several threads call it once in the first one
 * before the others start: loading a native module is not thread-safe.
 */
export function availableBackends(): BackendId[] {
  return byPreference.filter((backend) => backend.open() !== null).map((backend) => backend.id);
}

/**
 * The kernels of one backend in the calling thread; without an id the fastest available.
 * Throws OhmbrushError('unavailable') for a backend that this machine cannot run.
 */
export function openBackend(id?: BackendId): Kernels {
  for (const backend of byPreference) {
    if (id !== undefined && id !== backend.id) continue;
    const kernels = backend.open();
    if (kernels) return kernels;
    if (id !== undefined) throw new OhmbrushError('unavailable', `the ${id} backend is not there`, backend.todo);
  }
  throw new OhmbrushError(
    'unavailable',
    `there is no backend '${id}'`,
    `Choose one of ${availableBackends().join(', ')}`,
  );
}

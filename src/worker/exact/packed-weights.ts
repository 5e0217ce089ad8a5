import type { KernelPool } from '../kernels/kernels.ts';
import { type LoadedMatrix, matrix } from '../kernels/operands/matrix.ts';
import type { MatrixLayer } from '../tensor/matrix-layer.ts';

const packed = new WeakMap<KernelPool, WeakMap<MatrixLayer, LoadedMatrix>>();
const released = new FinalizationRegistry<{ readonly pool: WeakRef<KernelPool>; readonly loaded: LoadedMatrix }>(
  ({ pool, loaded }) => pool.deref()?.unload(loaded),
);

/**
 * A layer's weight as the pool's products read it. It is packed once and stays, as the next picture wants it too, until
 * the layer is garbage with its model or the pool is closed.
 */
export function packedWeight(pool: KernelPool, layer: MatrixLayer): LoadedMatrix {
  let ofPool = packed.get(pool);
  if (!ofPool) {
    ofPool = new WeakMap();
    packed.set(pool, ofPool);
  }
  let loaded = ofPool.get(layer);
  if (!loaded) {
    const { weight, outputs, inputs } = layer;
    loaded = pool.load(matrix, { weight, outputs, inputs });
    ofPool.set(layer, loaded);
    released.register(layer, { pool: new WeakRef(pool), loaded });
  }
  return loaded;
}

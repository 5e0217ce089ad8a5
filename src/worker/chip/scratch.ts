/** Working memory that every product reuses: shared, so that the kernel threads see it, and kept at its largest size so far. */
export interface Scratch {
  /** Contents undefined. Valid until the next call of the same method. */
  activations(length: number): Int8Array;
  sigma(length: number): Float32Array;
  rowScale(length: number): Float32Array;
}

export function createScratch(): Scratch {
  return {
    activations: growing((length) => new Int8Array(new SharedArrayBuffer(length))),
    sigma: growing((length) => new Float32Array(new SharedArrayBuffer(length * 4))),
    rowScale: growing((length) => new Float32Array(new SharedArrayBuffer(length * 4))),
  };
}

function growing<T extends Int8Array | Float32Array>(allocate: (length: number) => T): (length: number) => T {
  let memory = allocate(0);
  return (length) => {
    if (memory.length < length) memory = allocate(length);
    return memory.subarray(0, length) as T;
  };
}

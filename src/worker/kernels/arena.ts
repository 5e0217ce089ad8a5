/** Where an arena's blocks come from: memory that all threads of a backend see. */
export type AllocateBlock = (bytes: number) => { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };

/** A tensor or anything else that owns one array. */
interface Holder {
  readonly data: Float32Array | Float64Array | Int8Array;
}

interface Block {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly bytes: number;
}

/** Blocks come in these steps, so that tensors of nearly one size share them. */
const granule = 256;

/**
 * Recycled memory for the numbers between layers: a fresh SharedArrayBuffer for every tensor costs more, in page faults and cache misses, than
 * most operators do. Memory lives as long as the scope it was taken in; outside of all scopes it is an ordinary array.
 */
export class Arena {
  readonly #allocate: AllocateBlock;
  /** Free blocks, by size. */
  readonly #free = new Map<number, Block[]>();
  /** Sizes of #free in ascending order. */
  readonly #sizes: number[] = [];
  #scope: Map<Holder['data'], Block> | null = null;
  #taken = 0;
  #peak = 0;

  constructor(allocate: AllocateBlock) {
    this.#allocate = allocate;
  }

  /** Bytes that scopes have held at the worst moment. */
  get peakBytes(): number {
    return this.#peak;
  }

  /** Contents undefined. */
  floats(length: number): Float32Array {
    return this.#take(Float32Array, length);
  }

  /** Contents undefined. */
  doubles(length: number): Float64Array {
    return this.#take(Float64Array, length);
  }

  /** Contents undefined. */
  bytes(length: number): Int8Array {
    return this.#take(Int8Array, length);
  }

  /**
   * Runs `work` and takes back every array that it took from this arena, except the result's, which passes to the scope around; from the
   * outermost one the result is copied into ordinary memory.
   */
  scope<T extends Holder>(work: () => T): T {
    const outer = this.#scope;
    const own = new Map<Holder['data'], Block>();
    this.#scope = own;
    try {
      const result = work();
      const kept = own.get(result.data);
      if (!kept) return result;
      if (!outer) return { ...result, data: result.data.slice() };
      own.delete(result.data);
      outer.set(result.data, kept);
      return result;
    } finally {
      this.#scope = outer;
      for (const block of own.values()) this.#giveBack(block);
    }
  }

  #take<T extends Holder['data']>(
    Type: {
      new (length: number): T;
      new (buffer: SharedArrayBuffer, offset?: number, length?: number): T;
      BYTES_PER_ELEMENT: number;
    },
    length: number,
  ): T {
    const bytes = Math.ceil(Math.max(1, length * Type.BYTES_PER_ELEMENT) / granule) * granule;
    if (!this.#scope) return new Type(new SharedArrayBuffer(bytes), 0, length);
    const block = this.#reuse(bytes) ?? { ...this.#allocate(bytes), bytes };
    const array = new Type(block.buffer, block.byteOffset, length);
    this.#scope.set(array, block);
    this.#taken += block.bytes;
    this.#peak = Math.max(this.#peak, this.#taken);
    return array;
  }

  /** The smallest free block that is large enough and not twice as large. */
  #reuse(bytes: number): Block | undefined {
    for (const size of this.#sizes) {
      if (size < bytes) continue;
      if (size > 2 * bytes) return undefined;
      const block = this.#free.get(size)!.pop();
      if (block) return block;
    }
    return undefined;
  }

  #giveBack(block: Block): void {
    this.#taken -= block.bytes;
    const same = this.#free.get(block.bytes);
    if (same) {
      same.push(block);
      return;
    }
    this.#free.set(block.bytes, [block]);
    this.#sizes.push(block.bytes);
    this.#sizes.sort((a, b) => a - b);
  }
}

/** Where an arena's blocks come from: memory that all threads of a backend see. */
export type AllocateBlock = (bytes: number) => { readonly buffer: SharedArrayBuffer; readonly byteOffset: number };

type Numbers = Float32Array | Float64Array | Int8Array;

interface NumbersType<T extends Numbers> {
  new (buffer: SharedArrayBuffer, byteOffset?: number, length?: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** A tensor or anything else that owns one array. */
interface Holder {
  readonly data: Numbers;
}

interface Block {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly bytes: number;
  /** What it was last taken as: steps ask for the same again, and a new view costs half a microsecond. */
  array: Numbers;
}

/** Blocks come in these steps, so that tensors of nearly one size share them. */
const granule = 256;

/**
 * Recycled memory for the numbers between layers: a fresh SharedArrayBuffer for every tensor costs more, in page faults
 * and cache misses, than most operators do. Memory lives as long as the scope it was taken in; outside of all scopes it
 * is an ordinary array.
 */
export class Arena {
  readonly #allocate: AllocateBlock;
  /** Free blocks, by size. */
  readonly #free = new Map<number, Block[]>();
  /** Sizes of #free in ascending order. */
  readonly #sizes: number[] = [];
  /** Blocks in use, those of inner scopes after those of outer ones. */
  readonly #taken: Block[] = [];
  #depth = 0;
  #takenBytes = 0;
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
   * Runs `work` and takes back every array that it took from this arena, except the result's, which passes to the scope
   * around; from the outermost one the result is copied into ordinary memory.
   */
  scope<T extends Holder>(work: () => T): T {
    const first = this.#taken.length;
    let result: T | null = null;
    this.#depth++;
    try {
      result = work();
      if (this.#depth > 1) return result;
      return this.#owns(result.data) ? { ...result, data: result.data.slice() } : result;
    } finally {
      this.#depth--;
      this.#giveBack(first, this.#depth > 0 ? (result?.data ?? null) : null);
    }
  }

  #owns(array: Numbers): boolean {
    return this.#taken.some((block) => block.array === array);
  }

  #take<T extends Numbers>(Type: NumbersType<T>, length: number): T {
    const bytes = Math.ceil(Math.max(1, length * Type.BYTES_PER_ELEMENT) / granule) * granule;
    if (this.#depth === 0) return new Type(new SharedArrayBuffer(bytes), 0, length);
    const free = this.#reuse(bytes);
    if (free && free.array.length === length && free.array instanceof Type) {
      this.#use(free);
      return free.array;
    }
    const block = free ?? this.#allocate(bytes);
    const array = new Type(block.buffer, block.byteOffset, length);
    if (free) free.array = array;
    this.#use(free ?? { ...block, bytes, array });
    return array;
  }

  #use(block: Block): void {
    this.#taken.push(block);
    this.#takenBytes += block.bytes;
    if (this.#takenBytes > this.#peak) this.#peak = this.#takenBytes;
  }

  /**
   * The smallest free block that is large enough and not more than four times as large: each level of a UNet is a
   * quarter to a half of the one above.
   */
  #reuse(bytes: number): Block | undefined {
    const exact = this.#free.get(bytes)?.pop();
    if (exact) return exact;
    for (const size of this.#sizes) {
      if (size < bytes) continue;
      if (size > 4 * bytes) return undefined;
      const block = this.#free.get(size)!.pop();
      if (block) return block;
    }
    return undefined;
  }

  /** All blocks from the index on that are in use, but for the one of an array that is kept. */
  #giveBack(first: number, kept: Numbers | null): void {
    let end = first;
    for (let i = first; i < this.#taken.length; i++) {
      const block = this.#taken[i]!;
      if (block.array === kept) this.#taken[end++] = block;
      else this.#release(block);
    }
    this.#taken.length = end;
  }

  #release(block: Block): void {
    this.#takenBytes -= block.bytes;
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

import { OhmbrushError } from '../../shared/errors.ts';

interface Block {
  start: number;
  bytes: number;
}

const alignment = 64;
const pageBytes = 65536;

/** Hands out blocks of a WebAssembly memory, first fit, 64-byte aligned; grows the memory when none fits. */
export class WasmHeap {
  readonly #memory: WebAssembly.Memory;
  /** In ascending order, no two adjacent. */
  readonly #free: Block[];
  readonly #taken = new Map<number, number>();

  /** @param base where the module's own data ends */
  constructor(memory: WebAssembly.Memory, base: number) {
    this.#memory = memory;
    const start = roundUp(base, alignment);
    this.#free = [{ start, bytes: memory.buffer.byteLength - start }];
  }

  allocate(size: number): number {
    const bytes = roundUp(Math.max(size, 1), alignment);
    let index = this.#free.findIndex((block) => block.bytes >= bytes);
    if (index < 0) {
      this.#grow(bytes);
      index = this.#free.length - 1;
    }
    const block = this.#free[index]!;
    const { start } = block;
    block.start += bytes;
    block.bytes -= bytes;
    if (block.bytes === 0) this.#free.splice(index, 1);
    this.#taken.set(start, bytes);
    return start;
  }

  free(start: number): void {
    const bytes = this.#taken.get(start)!;
    this.#taken.delete(start);
    this.#release({ start, bytes });
  }

  #release(block: Block): void {
    let index = this.#free.findIndex((other) => other.start > block.start);
    if (index < 0) index = this.#free.length;
    const before = this.#free[index - 1];
    const after = this.#free[index];
    if (after && block.start + block.bytes === after.start) {
      block.bytes += after.bytes;
      this.#free.splice(index, 1);
    }
    if (before && before.start + before.bytes === block.start) before.bytes += block.bytes;
    else this.#free.splice(index, 0, block);
  }

  #grow(bytes: number): void {
    const start = this.#memory.buffer.byteLength;
    const pages = Math.ceil(bytes / pageBytes);
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw new OhmbrushError('wasm-out-of-memory', { bytes }, { cause });
    }
    this.#release({ start, bytes: pages * pageBytes });
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

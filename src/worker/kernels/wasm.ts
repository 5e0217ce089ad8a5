import { readFileSync } from 'node:fs';
import { converterOf } from './converter.ts';
import type { Crossbar, Gather, Kernels } from './kernels.ts';
import { WasmHeap } from './wasm-heap.ts';

/** The functions of native/wasm.cpp; pointers and sizes are numbers. */
interface Module {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global;
  programmedBytes(...shape: number[]): number;
  program(block: number, ...shapeAndCells: number[]): void;
  crossbarScratch(block: number, inputSlices: number): number;
  crossbar(block: number, scratch: number, rows: number, ...call: number[]): number;
  matmulScratch(k: number): number;
  matmul(scratch: number, rows: number, ...call: number[]): void;
}

type Numbers = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** A number, an array to be copied into the module's memory, uninitialised memory of some bytes, or the null pointer. */
type Argument = number | Numbers | { readonly workBytes: number } | null;

const binary = new URL('./ohmbrush.wasm', import.meta.url);
let compiled: WebAssembly.Module | undefined;

/** The kernels in WebAssembly SIMD. Each instance has a memory of its own: cells are copied in by `load`, operands by each call. */
export function wasmKernels(): Kernels {
  compiled ??= new WebAssembly.Module(readFileSync(binary));
  const module = new WebAssembly.Instance(compiled).exports as unknown as Module;
  const heap = new WasmHeap(module.memory, module.__heap_base.value);
  const loaded = new Map<number, { readonly block: number; readonly crossbar: Crossbar }>();

  /** The bytes of an array's copy; only until the memory grows. */
  function view(array: Numbers, address: number): Uint8Array {
    return new Uint8Array(module.memory.buffer, address >>> 0, array.byteLength);
  }

  /** Calls with every argument in the module's memory, then copies the results back into the arrays they came from. */
  function call(given: readonly Argument[], results: readonly Numbers[], run: (...passed: number[]) => void): void {
    const borrowed: number[] = [];
    const borrow = (bytes: number) => {
      borrowed.push(heap.allocate(bytes));
      return borrowed.at(-1)!;
    };
    try {
      const passed = given.map((argument) => {
        if (argument === null || typeof argument === 'number') return argument ?? 0;
        return borrow('workBytes' in argument ? argument.workBytes : argument.byteLength);
      });
      given.forEach((argument, i) => {
        if (isArray(argument)) view(argument, passed[i]!).set(bytesOf(argument));
      });
      run(...passed);
      for (const array of results) bytesOf(array).set(view(array, passed[given.indexOf(array)]!));
    } finally {
      for (const address of borrowed) heap.free(address);
    }
  }

  return {
    id: 'wasm',
    detail: 'WebAssembly SIMD',

    load(key, crossbar) {
      const { rows, columns, tileRows, slices } = crossbar;
      const shape = [rows, columns, tileRows, Number(slices[0] instanceof Int16Array), slices.length];
      const block = heap.allocate(module.programmedBytes(...shape) >>> 0);
      loaded.set(key, { block, crossbar });
      call([{ workBytes: slices.length * 4 }, ...slices], [], (table, ...cells) => {
        new Int32Array(module.memory.buffer, table, cells.length).set(cells);
        module.program(block, ...shape, table!);
      });
    },

    unload(key) {
      heap.free(loaded.get(key)!.block);
      loaded.delete(key);
    },

    crossbar(key, crossbarCall, from, to, counts) {
      const { block, crossbar } = loaded.get(key)!;
      const { columns: N, slices } = crossbar;
      const { inputSlices, noise, output, outputStride } = crossbarCall;
      const { lossless, inverseLsb, low, high } = converterOf(crossbarCall);
      const conversions = Math.ceil(crossbar.rows / crossbar.tileRows) * inputSlices;
      const y = output.subarray(from * outputStride, (to - 1) * outputStride + N);
      const given: Argument[] = [
        { workBytes: module.crossbarScratch(block, inputSlices) >>> 0 },
        to - from,
        ...gathered(crossbarCall.input, crossbarCall.gather, from, to),
        inputSlices,
        crossbarCall.sliceBits,
        Number(lossless),
        inverseLsb,
        low,
        high,
        crossbarCall.sliceWeight,
        crossbarCall.offset,
        noise?.key ?? 0,
        from,
        noise ? noise.sigma.subarray(from * conversions, to * conversions) : null,
        crossbarCall.rowScale.subarray(from, to),
        crossbarCall.columnScale,
        crossbarCall.bias,
        y,
        outputStride,
      ];
      call(given, [y], (...passed) => {
        counts.clipped += module.crossbar(block, ...(passed as [number, number, ...number[]]));
      });
      counts.conversions += (to - from) * N * conversions * slices.length;
    },

    matmul({ a, gather, b, k, n, bias, c, cStride }, from, to) {
      const rows = c.subarray(from * cStride, (to - 1) * cStride + n);
      const given = [
        { workBytes: module.matmulScratch(k) >>> 0 },
        to - from,
        ...gathered(a, gather, from, to),
        b,
        k,
        n,
        bias,
        rows,
        cStride,
      ];
      call(given, [rows], (...passed) => module.matmul(...(passed as [number, number, ...number[]])));
    },
  };
}

/** The part of the input that rows [from, to) read, and the gather of those rows from it: data, rowStart, tapStart, taps, tapLength. */
function gathered(data: Int8Array | Float32Array, gather: Gather, from: number, to: number): Argument[] {
  const rows = gather.rowStart.slice(from, to);
  const taps = gather.tapStart.slice();
  const firstRow = rows.reduce((least, start) => Math.min(least, start));
  const lastRow = rows.reduce((greatest, start) => Math.max(greatest, start));
  const firstTap = taps.reduce((least, start) => Math.min(least, start));
  const lastTap = taps.reduce((greatest, start) => Math.max(greatest, start));
  const part = data.subarray(firstRow + firstTap, lastRow + lastTap + gather.tapLength);
  return [
    part,
    rows.map((start) => start - firstRow),
    taps.map((start) => start - firstTap),
    taps.length,
    gather.tapLength,
  ];
}

function isArray(argument: Argument): argument is Numbers {
  return ArrayBuffer.isView(argument);
}

function bytesOf(array: Numbers): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

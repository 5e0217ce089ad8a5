import { readFileSync } from 'node:fs';

/** The functions of native/wasm.cpp; addresses and sizes are numbers. */
export interface WasmFunctions {
  readonly __stack_pointer: WebAssembly.Global;
  readonly __heap_base: WebAssembly.Global;
  /** Address of a zero-terminated name, 0 beyond the last. */
  operatorName(index: number): number;
  operandName(index: number): number;
  operandBytes(operand: number, fields: number): number;
  pack(operand: number, fields: number, memory: number): void;
  jobBytes(): number;
  /** Lays out a job in so many pieces; returns the bytes of working memory that each thread needs. */
  prepare(job: number, operator: number, fields: number, pieces: number): number;
  /** `part` is an address of { scratch address (int32, 8 bytes apart), four int64 counts }. */
  takePart(job: number, part: number): void;
  /** Multiply-accumulates of a loop in registers, see native/peak.h. */
  peak(kind: number, rounds: number): number;
  fusesOnce(): number;
}

export interface WasmBuild {
  readonly module: WebAssembly.Module;
  /** For people. */
  readonly detail: string;
}

/** The largest that 32-bit addresses reach; only reserved, not taken. */
const mostPages = 65536;
/** What the module needs for itself: scripts/build-wasm.mjs asks the linker for the same. */
const firstPages = 32;

export function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: firstPages, maximum: mostPages, shared: true });
}

/** @param stack top of the calling thread's stack; left out, the module's own, which only one thread may use */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory, stack?: number): WasmFunctions {
  const functions = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmFunctions;
  if (stack !== undefined) functions.__stack_pointer.value = stack;
  return functions;
}

let chosen: WasmBuild | null | undefined;

/**
 * The module with relaxed instructions, where the engine knows them and they fuse multiply and add as the definition does;
 * else the plain one; null where the engine has no SIMD or no threads.
 */
export function chooseBuild(): WasmBuild | null {
  chosen ??= relaxedBuild() ?? plainBuild();
  return chosen;
}

function relaxedBuild(): WasmBuild | null {
  const module = compile('ohmbrush-relaxed.wasm');
  if (!module || instantiate(module, newMemory()).fusesOnce() === 0) return null;
  return { module, detail: 'WebAssembly relaxed SIMD' };
}

/** Every test that wants the slower module asks for it here. */
export function plainBuild(): WasmBuild | null {
  const module = compile('ohmbrush.wasm');
  return module && { module, detail: 'WebAssembly SIMD' };
}

function compile(file: string): WebAssembly.Module | null {
  const bytes = readFileSync(new URL(`./${file}`, import.meta.url));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

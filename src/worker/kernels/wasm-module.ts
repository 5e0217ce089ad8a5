import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The functions of native/wasm.cpp; addresses and sizes are numbers. */
export interface WasmFunctions {
  readonly __stack_pointer: WebAssembly.Global;
  readonly __heap_base: WebAssembly.Global;
  /** Address of a zero-terminated name, 0 beyond the last. */
  operatorSignature(index: number): number;
  operandSignature(index: number): number;
  counterName(index: number): number;
  operandBytes(operand: number, fields: number): number;
  pack(operand: number, fields: number, memory: number): void;
  jobBytes(): number;
  /** Lays out a job in so many pieces; returns the bytes of working memory that each thread needs. */
  prepare(job: number, operator: number, fields: number, pieces: number): number;
  /** `part` is an address of { scratch address (int32, 8 bytes apart), an int64 for every counter }. */
  takePart(job: number, part: number): void;
  /** Multiply-accumulates of a loop in registers, see native/peak.h. */
  peak(kind: number, rounds: number): number;
  fusesOnce(): number;
}

export interface WasmBuild {
  readonly module: WebAssembly.Module;
  /** Its name, beside this file. */
  readonly file: string;
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

/**
 * The modules that this engine can run, the fastest first: the one with relaxed instructions, where the engine knows
 * them and they fuse multiply and add as the definition does, and the plain one. None where the engine has no SIMD or
 * no threads.
 *
 * @param onDamage told of a module that is not what scripts/build-wasm.mjs wrote
 */
export function* wasmBuilds(onDamage: (file: string, why: string) => void): Generator<WasmBuild> {
  for (const [file, build] of [
    ['ohmbrush-relaxed.wasm', relaxedBuild],
    ['ohmbrush.wasm', plainBuild],
  ] as const) {
    try {
      const found = build();
      if (found) yield found;
    } catch (error) {
      onDamage(file, (error as Error).message);
    }
  }
}

function relaxedBuild(): WasmBuild | null {
  const module = compile('ohmbrush-relaxed.wasm');
  if (!module || instantiate(module, newMemory()).fusesOnce() === 0) return null;
  return { module, file: 'ohmbrush-relaxed.wasm', detail: 'WebAssembly relaxed SIMD' };
}

/** The slower module; null where the engine cannot run it. Throws Error for a damaged file. */
export function plainBuild(): WasmBuild | null {
  const module = compile('ohmbrush.wasm');
  return module && { module, file: 'ohmbrush.wasm', detail: 'WebAssembly SIMD' };
}

/** Null where the engine lacks an instruction of it. */
function compile(file: string): WebAssembly.Module | null {
  const bytes = readFileSync(new URL(`./${file}`, import.meta.url));
  // A damaged module may be a valid one that computes something else, or never ends.
  if (createHash('sha256').update(bytes).digest('hex') !== hashes()[file]) {
    throw new TypeError('it is not the module that this version came with');
  }
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** SHA-256 of the modules, as scripts/build-wasm.mjs wrote them. */
function hashes(): Partial<Record<string, string>> {
  return JSON.parse(readFileSync(new URL('./ohmbrush.wasm.sources', import.meta.url), 'utf8')).modules;
}

import { closeSync, readSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../../shared/bounded-json.ts';
import { OhmbrushError } from '../../shared/errors.ts';
import { explainIssue } from '../../shared/explain-issues.ts';
import { phrase, type Value } from '../../shared/refusals.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { checkMemory } from './check-memory.ts';
import { openRegularFile } from './regular-file.ts';

/** Bytes of one element, for every dtype that the format knows; only three of them can be read. */
const DTYPE_BYTES: Record<string, number> = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
};
const READABLE = ['F32', 'F16', 'BF16'];

/** What the format's own library allows. */
const MAX_HEADER_BYTES = 100_000_000;
/** Some twenty times the header of the largest model that is implemented: reading a longer one takes gigabytes. */
const MOST_HEADER_BYTES = 10_000_000;
const CHUNK_BYTES = 1 << 20;
/** The header's length, eight bytes, and the brace that it starts with. */
const PREAMBLE_BYTES = 9;
const OPENING_BRACE = 0x7b;

const headerSchema = z.record(
  z.string().max(500),
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().min(0)).max(8),
    data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
  }),
);

/** Where a tensor is in the file. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Absolute position in the file, and length, bytes. */
  readonly position: number;
  readonly bytes: number;
}

/**
 * An open safetensors file: the header is read and checked whole, tensors are read one at a time, so that no more than
 * the tensors asked for is ever in memory. Close it.
 */
export class SafetensorsFile {
  readonly path: string;
  readonly entries: ReadonlyMap<string, TensorEntry>;
  readonly #descriptor: number;
  /** What is read at once; one for all tensors, because memory that waits to be collected counts as well. */
  readonly #chunk = new ArrayBuffer(CHUNK_BYTES);

  /**
   * @throws OhmbrushError 'bad-file' when it cannot be opened, is no safetensors file, is damaged, or lies about its
   * contents
   */
  constructor(path: string) {
    this.path = path;
    const { descriptor, size } = openRegularFile(path, 'bad-file');
    this.#descriptor = descriptor;
    try {
      this.entries = readHeader(descriptor, size, path);
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  /**
   * One tensor as float32 in shared memory.
   *
   * @throws OhmbrushError 'bad-model' for a tensor that is missing, of another type than F32, F16 or BF16, larger than
   *   the memory here, or that holds NaN or infinity
   */
  read(name: string): Tensor {
    const entry = this.#entry(name);
    const tensor = this.#zeros(name, entry.shape);
    this.#fill(tensor.data, name, entry, 0);
    return tensor;
  }

  /**
   * A part of a tensor: whole rows of its first dimension, evenly spread, that hold at least so many numbers; all of a
   * small one.
   *
   * @throws as `read`
   */
  sample(name: string, atLeast: number): Tensor {
    const entry = this.#entry(name);
    const [rows = 1, ...rest] = entry.shape;
    const length = rest.reduce((product, extent) => product * extent, 1);
    const taken = Math.min(rows, Math.ceil(atLeast / length));
    const tensor = this.#zeros(name, [taken, ...rest]);
    for (let i = 0; i < taken; i++) {
      const row = tensor.data.subarray(i * length, (i + 1) * length);
      this.#fill(row, name, entry, sampledRow(i, taken, rows) * length);
    }
    return tensor;
  }

  #entry(name: string): TensorEntry {
    const entry = this.entries.get(name);
    if (!entry) throw new OhmbrushError('tensor-missing', { file: this.path, name });
    if (!READABLE.includes(entry.dtype)) {
      throw new OhmbrushError('tensor-type', { name, file: this.path, type: entry.dtype });
    }
    return entry;
  }

  #zeros(name: string, shape: readonly number[]): Tensor {
    const what = phrase('tensor-in', { name, file: this.path });
    checkMemory([{ shape }], what);
    try {
      return zeros(shape);
    } catch (cause) {
      throw new OhmbrushError('tensor-memory', { what, shape: shape.join('x') }, { cause });
    }
  }

  /** @param first the tensor's element that comes first */
  #fill(out: Float32Array, name: string, entry: TensorEntry, first: number): void {
    const size = DTYPE_BYTES[entry.dtype]!;
    const bytes = out.length * size;
    const position = entry.position + first * size;
    for (let done = 0; done < bytes; ) {
      const chunk = new Uint8Array(this.#chunk, 0, Math.min(CHUNK_BYTES, bytes - done));
      readFully(this.#descriptor, chunk, position + done, this.path);
      const part = out.subarray(done / size, (done + chunk.length) / size);
      DECODERS[entry.dtype as keyof typeof DECODERS](this.#chunk, part);
      checkFinite(part, name, this.path);
      done += chunk.length;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** Which of all rows is the i-th of those that `sample` takes. */
export function sampledRow(i: number, taken: number, rows: number): number {
  return Math.floor((i * rows) / taken);
}

/** An open file whose tensors can be looked at in part. */
export type StoredWeights = Pick<SafetensorsFile, 'path' | 'entries' | 'read' | 'sample' | 'close'>;

/** What the networks need of an open file. */
export type WeightsFile = Omit<StoredWeights, 'sample'>;

function damaged(path: string, why: Value): OhmbrushError {
  return new OhmbrushError('safetensors-damaged', { path, why });
}

function readHeader(descriptor: number, size: number, path: string): Map<string, TensorEntry> {
  if (size < PREAMBLE_BYTES) throw damaged(path, phrase('safetensors-too-small', { size }));
  const start = new Uint8Array(PREAMBLE_BYTES);
  readFully(descriptor, start, 0, path);
  refusePickle(start, path);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw damaged(path, phrase('header-over-format', { length, most: MAX_HEADER_BYTES }));
  }
  if (length > size - 8) throw damaged(path, phrase('header-cut-off', { length, left: size - 8 }));
  if (length > MOST_HEADER_BYTES) {
    throw damaged(path, phrase('header-too-long', { length }));
  }
  const bytes = new Uint8Array(length);
  readFully(descriptor, bytes, 8, path);
  return layOut(parseHeader(bytes, path), 8 + length, size, path);
}

/** torch.save writes a zip archive, or, before 1.6, a bare pickle. Both can run code when they are loaded. */
function refusePickle(start: Uint8Array, path: string): void {
  if (start[8] === OPENING_BRACE) return;
  const zip = start[0] === 0x50 && start[1] === 0x4b && start[2] === 3 && start[3] === 4;
  const pickle = start[0] === 0x80 && start[1]! >= 2 && start[1]! <= 5;
  if (zip || pickle) throw pickleRefusal(path);
}

export function pickleRefusal(path: string): OhmbrushError {
  return new OhmbrushError('weights-are-pickle', { path });
}

function parseHeader(bytes: Uint8Array, path: string): z.infer<typeof headerSchema> {
  let header: unknown;
  try {
    header = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged(path, phrase('header-not-json'));
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw damaged(path, phrase('header-no-object'));
  }
  const { __metadata__: _, ...tensors } = header as Record<string, unknown>;
  const parsed = headerSchema.safeParse(tensors);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw damaged(path, phrase('header-entry', { name: issue.path.join('.'), problem: explainIssue(issue) }));
}

/** The tensors must fill the rest of the file exactly, one after the other. */
function layOut(
  header: z.infer<typeof headerSchema>,
  dataStart: number,
  fileSize: number,
  path: string,
): Map<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const [begin, end] = data_offsets;
    const size = DTYPE_BYTES[dtype];
    if (size === undefined) throw damaged(path, phrase('tensor-type-unknown', { name, type: dtype }));
    if (dataStart + end > fileSize) {
      throw damaged(path, phrase('tensor-behind-end', { name, bytes: dataStart + end - fileSize }));
    }
    const bytes = shape.reduce((product, extent) => product * extent, size);
    if (end - begin !== bytes) {
      throw damaged(
        path,
        phrase('tensor-bytes', { name, type: dtype, shape: shape.join('x'), needed: bytes, found: end - begin }),
      );
    }
    entries.set(name, { dtype, shape, position: dataStart + begin, bytes });
  }
  let position = dataStart;
  for (const [name, entry] of [...entries].sort(([, a], [, b]) => a.position - b.position || a.bytes - b.bytes)) {
    if (entry.position < position) throw damaged(path, phrase('tensor-overlaps', { name }));
    if (entry.position > position) throw damaged(path, phrase('gap-before-tensor', { name }));
    position += entry.bytes;
  }
  if (position !== fileSize) throw damaged(path, phrase('bytes-behind-last', { bytes: fileSize - position }));
  return entries;
}

function readFully(descriptor: number, into: Uint8Array, position: number, path: string): void {
  for (let done = 0; done < into.length; ) {
    const count = readSync(descriptor, into, done, into.length - done, position + done);
    if (count === 0) throw damaged(path, phrase('ends-early'));
    done += count;
  }
}

const DECODERS = {
  F32(buffer: ArrayBuffer, out: Float32Array): void {
    out.set(new Float32Array(buffer, 0, out.length));
  },
  F16(buffer: ArrayBuffer, out: Float32Array): void {
    out.set(new Float16Array(buffer, 0, out.length));
  },
  /** bfloat16 is the upper half of a float32. */
  BF16(buffer: ArrayBuffer, out: Float32Array): void {
    const halves = new Uint16Array(buffer, 0, out.length);
    const bits = new Int32Array(out.buffer, out.byteOffset, out.length);
    for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  },
};

function checkFinite(values: Float32Array, name: string, path: string): void {
  // Zero times anything finite is zero: one sum answers for all, without a branch per weight.
  let poison = 0;
  for (let i = 0; i < values.length; i++) poison += values[i]! * 0;
  if (poison === 0) return;
  throw new OhmbrushError('tensor-not-finite', {
    name,
    file: path,
    value: String(values.find((value) => !Number.isFinite(value))),
  });
}

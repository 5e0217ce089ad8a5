import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SafetensorsFile } from '../../src/worker/model-files/safetensors.ts';
import { fixture } from '../golden/read-golden.ts';
import { safetensorsBytes } from './write-safetensors.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ohmbrush-safetensors-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function write(bytes: Uint8Array): string {
  const path = join(scratch, 'weights.safetensors');
  writeFileSync(path, bytes);
  return path;
}

function readAll(path: string): Record<string, number[]> {
  const file = new SafetensorsFile(path);
  try {
    return Object.fromEntries([...file.entries.keys()].map((name) => [name, [...file.read(name).data]]));
  } finally {
    file.close();
  }
}

const two = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
const eightBytes = new Uint8Array(new Float32Array([1.5, -2]).buffer);

describe('reading', () => {
  it('gives F32, F16 and BF16 as float32 in shared memory, with their shapes', () => {
    const data = new Uint8Array(16);
    const view = new DataView(data.buffer);
    view.setFloat32(0, 0.1, true);
    view.setFloat32(4, -3e38, true);
    view.setUint16(8, 0x3c01, true); // 1 + 2^-10
    view.setUint16(10, 0x0001, true); // the smallest subnormal, 2^-24
    view.setUint16(12, 0xc049, true); // the upper half of -pi's float32
    view.setUint16(14, 0x7f7f, true); // the largest bfloat16
    const header = {
      __metadata__: { format: 'pt' },
      brain: { dtype: 'BF16', shape: [2, 1], data_offsets: [12, 16] },
      full: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
      half: { dtype: 'F16', shape: [1, 2], data_offsets: [8, 12] },
    };
    const path = write(safetensorsBytes(header, data));
    expect(readAll(path)).toEqual({
      brain: [-3.140625, 3.3895313892515355e38],
      full: [Math.fround(0.1), Math.fround(-3e38)],
      half: [1 + 2 ** -10, 2 ** -24],
    });
    const file = new SafetensorsFile(path);
    expect(file.read('brain').shape).toEqual([2, 1]);
    expect(file.read('brain').data.buffer).toBeInstanceOf(SharedArrayBuffer);
    file.close();
  });

  it('reads a tensor longer than one chunk', () => {
    const values = Float32Array.from({ length: 600_000 }, (_, i) => i);
    const header = { long: { dtype: 'F32', shape: [600_000], data_offsets: [0, values.byteLength] } };
    const read = readAll(write(safetensorsBytes(header, new Uint8Array(values.buffer)))).long!;
    expect(read.every((value, i) => value === i)).toBe(true);
    expect(read).toHaveLength(600_000);
  });

  it('samples whole rows, spread evenly over the tensor, and all of a small one', () => {
    const values = Float16Array.from({ length: 300 }, (_, i) => i);
    const header = {
      wide: { dtype: 'F16', shape: [10, 3, 10], data_offsets: [0, 600] },
    };
    const file = new SafetensorsFile(write(safetensorsBytes(header, new Uint8Array(values.buffer))));
    const some = file.sample('wide', 61);
    expect(some.shape).toEqual([3, 3, 10]);
    expect([0, 29, 30, 60].map((i) => some.data[i])).toEqual([0, 29, 90, 180]);
    expect(file.sample('wide', 1).shape).toEqual([1, 3, 10]);
    expect(file.sample('wide', 1e6)).toEqual(file.read('wide'));
    expect(() => file.sample('narrow', 1)).toThrow(expect.objectContaining({ code: 'bad-model' }));
    file.close();
  });

  it('takes a header whose length starts with the bytes of a pickle', () => {
    const header = JSON.stringify({ w: two }).padEnd(0x0280);
    expect(readAll(write(safetensorsBytes(header, eightBytes)))).toEqual({ w: [1.5, -2] });
  });
});

describe('a file that is not whole is refused', () => {
  const whole = new Uint8Array(readFileSync(fixture('networks/unet-flow.safetensors')));
  const cases: [what: string, bytes: Uint8Array, message: RegExp][] = [
    ['empty', new Uint8Array(0), /has only 0 bytes/],
    ['cut inside of its header', whole.subarray(0, 100), /only 92 follow/],
    ['cut inside of its data', whole.subarray(0, whole.length - 1), /ends 1 bytes behind the end of the file/],
    ['too long', Uint8Array.from([...whole, 0, 0]), /2 bytes follow the last tensor/],
    [
      'with an oversized header',
      safetensorsBytes({}, new Uint8Array(0), 100_000_001n),
      /100000001 bytes, more than the 100000000/,
    ],
    [
      'with a header longer than the file',
      safetensorsBytes({}, new Uint8Array(0), 3n),
      /announces a header of 3 bytes but only 2/,
    ],
    [
      'with a header length beyond all numbers',
      safetensorsBytes({}, new Uint8Array(0), 2n ** 64n - 1n),
      /more than the/,
    ],
    ['without JSON', safetensorsBytes('{"a": ', new Uint8Array(0)), /header is not valid JSON/],
    ['with broken UTF-8', Uint8Array.from([3, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0x7d]), /header is not valid JSON/],
    ['with an array as header', safetensorsBytes('[1, 2]', new Uint8Array(0)), /header is not a JSON object/],
    ['with null as header', safetensorsBytes('null', new Uint8Array(0)), /header is not a JSON object/],
    ['with an entry without offsets', safetensorsBytes({ w: { dtype: 'F32', shape: [2] } }, eightBytes), /entry w/],
    ['with a negative extent', safetensorsBytes({ w: { ...two, shape: [-2] } }, eightBytes), /entry w\.shape/],
    ['with an unknown type', safetensorsBytes({ w: { ...two, dtype: 'F31' } }, eightBytes), /unknown type 'F31'/],
    [
      'whose shape and size disagree',
      safetensorsBytes({ w: { ...two, shape: [3] } }, eightBytes),
      /'w' \(F32 3\) needs 12 bytes, not 8/,
    ],
    [
      'whose tensor ends before it starts',
      safetensorsBytes({ w: { ...two, data_offsets: [8, 0] } }, eightBytes),
      /needs 8 bytes, not -8/,
    ],
    [
      'with overlapping tensors',
      safetensorsBytes({ v: two, w: { ...two, data_offsets: [4, 12] } }, new Uint8Array(12)),
      /'w' overlaps another/,
    ],
    [
      'with a gap',
      safetensorsBytes({ v: two, w: { ...two, data_offsets: [12, 20] } }, new Uint8Array(20)),
      /gap before the tensor 'w'/,
    ],
  ];
  it.each(cases)('%s', (_, bytes, message) => {
    const path = write(bytes);
    const open = () => new SafetensorsFile(path);
    expect(open).toThrow(message);
    expect(open).toThrow(expect.objectContaining({ code: 'bad-file' }));
    expect(open).toThrow(path);
  });

  it('not there', () => {
    expect(() => new SafetensorsFile(join(scratch, 'nowhere'))).toThrow(expect.objectContaining({ code: 'bad-file' }));
  });
});

describe('contents that cannot be used are refused', () => {
  it.each([
    ['NaN', Number.NaN, /'w' .* holds NaN/],
    ['infinity', Number.NEGATIVE_INFINITY, /'w' .* holds -Infinity/],
  ])('%s', (_, value, message) => {
    const data = new Uint8Array(new Float32Array([1, value]).buffer);
    const path = write(safetensorsBytes({ w: two }, data));
    expect(() => readAll(path)).toThrow(message);
    expect(() => readAll(path)).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });

  it('NaN in half precision', () => {
    const header = { w: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } };
    expect(() => readAll(write(safetensorsBytes(header, Uint8Array.from([0, 0x7e]))))).toThrow(/holds NaN/);
  });

  it('a type that holds no weights, but only when the tensor is asked for', () => {
    const header = { w: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } };
    const path = write(safetensorsBytes(header, new Uint8Array(8)));
    expect(() => readAll(path)).toThrow(/'w' .* is of type I64/);
  });

  it.each([
    ['a zip archive, as torch.save writes', [0x50, 0x4b, 3, 4, 0, 0, 8, 8, 0, 0]],
    ['a bare pickle, as torch.save wrote before 1.6', [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20]],
    ['a pickle of protocol 4', [0x80, 4, 0x95, 0, 0, 0, 0, 0, 0, 0]],
  ])('%s', (_, bytes) => {
    const path = write(Uint8Array.from(bytes));
    const open = () => new SafetensorsFile(path);
    expect(open).toThrow(/PyTorch pickle/);
    expect(open).toThrow(expect.objectContaining({ todo: expect.stringMatching(/safetensors/) }));
  });
});

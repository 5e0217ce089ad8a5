import { writeFileSync } from 'node:fs';

/** A header and data as the format lays them out. The header may be any text, to write files that are wrong. */
export function safetensorsBytes(header: string | object, data: Uint8Array, announced?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, announced ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

/** Writes float32 tensors. */
export function writeTensors(
  path: string,
  tensors: Record<string, { shape: readonly number[]; data: Float32Array }>,
): void {
  const header: Record<string, object> = {};
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const bytes = new Uint8Array(end);
  let position = 0;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  writeFileSync(path, safetensorsBytes(header, bytes));
}

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Format } from '../../src/shared/formats/format.ts';
import type { Setting } from '../../src/shared/formats/setting.ts';

const FOLDER = new URL('../../src/shared/formats/', import.meta.url);

/** Every format that is exported there. */
export async function allFormats(): Promise<Format<unknown>[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.map((name) => import(new URL(name, FOLDER).href)));
  const found = modules
    .flatMap((module) => Object.values(module))
    .map((value) => (isSetting(value) ? value.format : value));
  return found.filter(isFormat).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The JSON Schema of what a format writes, without descriptions and without defaults, which matter only for reading.
 */
export function schemaOf({ schema }: Format<unknown>): unknown {
  const told = JSON.stringify(z.toJSONSchema(schema, { io: 'output' }));
  return JSON.parse(told, (key, value) => {
    if (key === 'description' && typeof value === 'string') return undefined;
    // A property of this name has a type.
    if (key === 'default' && value?.type === undefined) return undefined;
    return key === 'required' && Array.isArray(value) ? value.sort() : value;
  });
}

export function schemaFile({ name, version }: Format<unknown>): string {
  return fileURLToPath(new URL(`schemas/${name}-${version}.json`, import.meta.url));
}

function isFormat(value: unknown): value is Format<unknown> {
  return typeof value === 'object' && value !== null && 'steps' in value && 'schema' in value;
}

function isSetting(value: unknown): value is Setting<unknown> {
  return typeof value === 'object' && value !== null && 'key' in value && 'format' in value;
}

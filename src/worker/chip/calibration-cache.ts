import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationSchema } from './calibration.ts';

/** The calibration of a key, or null where there is none; a file that cannot be read as one counts as none, so that it is made again. */
export async function readCalibration(folder: string, key: string): Promise<Calibration | null> {
  let text: string;
  try {
    text = await readFile(fileOf(folder, key), 'utf8');
  } catch {
    return null;
  }
  try {
    const calibration = calibrationSchema.parse(JSON.parse(text));
    return calibration.key === key ? calibration : null;
  } catch {
    return null;
  }
}

/** Keeps a calibration, whole or not at all: written beside, flushed, renamed. */
export async function writeCalibration(folder: string, calibration: Calibration): Promise<void> {
  await mkdir(folder, { recursive: true });
  const file = fileOf(folder, calibration.key);
  const beside = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(JSON.stringify(calibration));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await unlink(beside).catch(() => {});
    throw error;
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, `calibration-${key}.json`);
}

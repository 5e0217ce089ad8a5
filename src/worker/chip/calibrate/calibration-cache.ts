import { OhmbrushError } from '../../../shared/errors.ts';
import { readCacheFile, writeCacheFile } from '../../files/cache-file.ts';
import { type Calibration, calibrationSchema } from './calibration.ts';

/**
 * The calibration of a key, or null where there is none; a file that cannot be read as one counts as none, so that it
 * is made again.
 *
 * @param isLayer whether the model has a layer of this name; left out: any will do
 */
export async function readCalibration(
  folder: string,
  key: string,
  isLayer: (name: string) => boolean = () => true,
): Promise<Calibration | null> {
  const text = readCacheFile(folder, nameOf(key));
  if (text === null) return null;
  try {
    const calibration = calibrationSchema.parse(JSON.parse(text));
    return calibration.key === key && Object.keys(calibration.layers).every(isLayer) ? calibration : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a calibration, whole or not at all.
 *
 * @throws OhmbrushError 'unwritable'
 */
export async function writeCalibration(folder: string, calibration: Calibration): Promise<void> {
  const why = writeCacheFile(folder, nameOf(calibration.key), JSON.stringify(calibration));
  if (why === null) return;
  throw new OhmbrushError('cache-unwritable', { folder, why });
}

function nameOf(key: string): string {
  return `calibration-${key}.json`;
}

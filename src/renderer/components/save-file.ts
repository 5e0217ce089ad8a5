import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { errorFrom, OhmbrushError } from '../../shared/errors.ts';
import { toldErrorSchema } from '../../shared/told-error.ts';

/**
 * Fetches an export completely, then saves it. If the browser downloaded it by itself, this page would not learn of a
 * failure, and a partial file could stay.
 *
 * @throws OhmbrushError
 */
export async function saveExport({ url, fileName }: { url: string; fileName: string }): Promise<void> {
  const id = `export: ${url}`;
  const slow = setTimeout(() => {
    notifications.show({
      id,
      loading: true,
      autoClose: false,
      message: i18next.t('components:exporting', { fileName }),
    });
  }, SLOW_MS);
  try {
    const answer = await fetch(url);
    if (!answer.ok) {
      throw errorFrom(toldErrorSchema.parse(await answer.json()));
    }
    saveBlob(await answer.blob(), fileName);
  } catch (cause) {
    if (cause instanceof OhmbrushError) throw cause;
    throw new OhmbrushError('export-broke', { file: fileName }, { cause });
  } finally {
    clearTimeout(slow);
    notifications.hide(id);
  }
}

/** Faster exports need no notice. */
const SLOW_MS = 600;

/** The browser's own download, or Electron's save dialog. */
export function saveBlob(file: Blob, fileName: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Once the download has begun, it holds the blob itself.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

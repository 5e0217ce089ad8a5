import { importedSchema } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { toldErrorSchema } from '../../../shared/told-error.ts';
import { explain, explainTold } from '../../components/tell-error.tsx';
import type { ImportOutcome } from './import-report.ts';

/**
 * Uploads files to the library one by one, in order.
 *
 * @param onProgress files done, of all
 */
export async function importFiles(
  files: readonly File[],
  onProgress: (done: number, total: number) => void,
): Promise<ImportOutcome[]> {
  const outcomes: ImportOutcome[] = [];
  for (const file of files) {
    onProgress(outcomes.length, files.length);
    outcomes.push(await importFile(file));
  }
  return outcomes;
}

async function importFile(file: File): Promise<ImportOutcome> {
  try {
    const response = await fetch(urls.import, {
      method: 'POST',
      headers: { 'X-File-Name': encodeURIComponent(file.name), 'Content-Type': file.type || 'image/png' },
      body: file,
    });
    const answer: unknown = await response.json();
    if (response.ok) return { imported: importedSchema.parse(answer) };
    return { refusal: { fileName: file.name, ...explainTold(toldErrorSchema.parse(answer)) } };
  } catch (error) {
    return { refusal: { fileName: file.name, ...explain(error) } };
  }
}

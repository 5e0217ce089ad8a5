import type { PictureSummary } from '../../shared/contract/pictures.ts';
import type { JobSummary, Sweep } from '../../shared/contract/queue.ts';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import type { LanguageId } from '../../shared/locales/index.ts';
import { shippedTextIn } from '../../shared/locales/shipped.ts';
import { texts } from '../../shared/locales/translate.ts';
import { decimal, si } from '../../shared/quantities.ts';
import { fieldValueText } from '../../shared/recipe/field-value-text.ts';
import { renderSweep, type SheetCell } from '../sheets/sweep-sheet.ts';
import { axisName, axisValues } from './axis-text.ts';

/**
 * A sweep as one PNG: its pictures in a grid, the swept values along the edges, energy and fidelity under each picture.
 */
export function sweepSheet(
  sweep: Sweep,
  pixelsOf: (id: number) => Promise<Pixels>,
  language: LanguageId,
): Promise<Buffer> {
  const { x, y } = sweep.axes;
  const known = sweep.cells.map(({ job, picture }) => picture ?? job).find((cell) => cell !== null);
  const swept = new Set([x.field, y?.field]);
  return renderSweep({
    title: known?.prompt ?? '',
    subtitle: known ? sameForAll(known, swept, language) : '',
    x: { name: axisName(x, language), values: axisValues(sweep, 'x', language) },
    y: y && { name: axisName(y, language), values: axisValues(sweep, 'y', language) },
    cells: sweep.cells.map(({ job, picture }) =>
      picture ? cell(picture, pixelsOf, language) : whyEmpty(job, language),
    ),
    aspect: known ? known.width / known.height : 1,
  });
}

/** What was not swept, taken from one cell: it is equal in all. */
function sameForAll(
  known: PictureSummary | JobSummary,
  swept: ReadonlySet<string | undefined>,
  language: LanguageId,
): string {
  const t = texts(language, 'grid');
  const { seed, steps, chipName, precision } = known;
  const fields: Record<string, string | null> = {
    seed: seed === null ? null : t('sameSeed', { seed }),
    steps: steps === null ? null : t('sameSteps', { count: steps }),
    chip: chipName && shippedTextIn(chipName, language),
    // For the exact picture, the chip already says that there is none.
    precision: precision === null || precision === 'exact' ? null : fieldValueText('precision', precision, language),
  };
  const same = Object.entries(fields).flatMap(([field, text]) => (text === null || swept.has(field) ? [] : [text]));
  return same.join(' · ');
}

function cell(picture: PictureSummary, pixelsOf: (id: number) => Promise<Pixels>, language: LanguageId): SheetCell {
  const { id, joules, exact, fidelity } = picture;
  return {
    pixels: () => pixelsOf(id),
    energy: joules === null ? null : si(joules, 'J', language),
    fidelity: exact ? texts(language, 'recipe')('exact') : fidelity && `FLIP ${decimal(fidelity.flip, 3, language)}`,
  };
}

function whyEmpty(job: JobSummary | null, language: LanguageId): string {
  const t = texts(language, 'grid');
  if (!job) return t('notPainted');
  return t(job.state === 'done' ? 'trashed' : job.state);
}

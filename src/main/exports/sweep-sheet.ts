import type { PictureSummary } from '../../shared/contract/pictures.ts';
import type { JobSummary, Sweep } from '../../shared/contract/queue.ts';
import type { Pixels } from '../../shared/engine/engine-protocol.ts';
import { si } from '../../shared/quantities.ts';
import { renderSweep, type SheetCell } from '../sheets/sweep-sheet.ts';
import { axisName, axisValues } from './axis-text.ts';

/**
 * A sweep as one PNG: its pictures in a grid, the swept values along the edges, energy and fidelity under each picture.
 */
export function sweepSheet(sweep: Sweep, pixelsOf: (id: number) => Promise<Pixels>): Promise<Buffer> {
  const { x, y } = sweep.axes;
  const known = sweep.cells.map(({ job, picture }) => picture ?? job).find((cell) => cell !== null);
  const swept = new Set([x.field, y?.field]);
  return renderSweep({
    title: known?.prompt ?? '',
    subtitle: known ? sameForAll(known, swept) : '',
    x: { name: axisName(x), values: axisValues(sweep, 'x') },
    y: y && { name: axisName(y), values: axisValues(sweep, 'y') },
    cells: sweep.cells.map(({ job, picture }) => (picture ? cell(picture, pixelsOf) : whyEmpty(job))),
    aspect: known ? known.width / known.height : 1,
  });
}

/** The settings that were not swept, taken from one cell: they are equal in all. */
function sameForAll(known: PictureSummary | JobSummary, swept: ReadonlySet<string | undefined>): string {
  const settings: Record<string, string | null> = {
    seed: known.seed === null ? null : `seed ${known.seed}`,
    steps: known.steps === null ? null : `${known.steps} steps`,
    chip: known.chipName,
    // For the exact picture, the precision already says that there is no chip.
    precision: known.precision === 'exact' ? null : known.precision,
  };
  return Object.entries(settings)
    .filter(([field, text]) => text !== null && !swept.has(field))
    .map(([, text]) => text)
    .join(', ');
}

function cell(picture: PictureSummary, pixelsOf: (id: number) => Promise<Pixels>): SheetCell {
  const { id, joules, exact, fidelity } = picture;
  return {
    pixels: () => pixelsOf(id),
    energy: joules === null ? null : si(joules, 'J'),
    fidelity: exact ? 'exact' : fidelity && `FLIP ${fidelity.flip.toFixed(3)}`,
  };
}

function whyEmpty(job: JobSummary | null): string {
  switch (job?.state) {
    case 'queued':
      return 'waiting';
    case 'running':
      return 'painting';
    case 'failed':
    case 'cancelled':
      return job.state;
    case 'done':
      return 'in the trash';
    default:
      return 'not painted';
  }
}

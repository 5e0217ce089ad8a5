import type { PictureDetails } from '../../shared/contract/pictures.ts';
import type { Sweep } from '../../shared/contract/queue.ts';
import { ENERGY_COMPONENTS } from '../../shared/energy/energy-report.ts';
import { type FieldId, fieldOf, fieldsInOrder } from '../../shared/recipe/fields.ts';
import { type ListedKey, saidIn } from '../../shared/recipe/listed.ts';
import { type CsvValue, csv } from './csv.ts';

type SweepCell = Sweep['cells'][number];

interface Row {
  readonly cell: SweepCell;
  readonly details: PictureDetails | null;
}

/** Column header with unit, and the value for one cell. */
type Column = readonly [name: string, value: (row: Row) => CsvValue | undefined];

const COLUMNS: readonly Column[] = [
  ['state', ({ cell: { job, picture } }) => (picture ? 'done' : job?.state === 'done' ? 'trashed' : job?.state)],
  ['picture', ({ details }) => details?.id],
  ...fieldsInOrder('prompt', 'negativePrompt').flatMap(columnsOf),
  ['energy_J', ({ details }) => details?.energy?.joules],
  ['energy_low_J', ({ details }) => details?.energy?.uncertainty.low],
  ['energy_high_J', ({ details }) => details?.energy?.uncertainty.high],
  ...ENERGY_COMPONENTS.map(
    (name): Column => [`energy_${snake(name)}_J`, ({ details }) => details?.energy?.components[name]],
  ),
  ['programming_J', ({ details }) => details?.energy?.programming.joules],
  ['programming_per_picture_J', ({ details }) => details?.energy?.programming.joulesPerPicture],
  ['chip_time_s', ({ details }) => details?.energy?.chipSeconds],
  ['chip_macs', ({ details }) => details?.energy?.macs.chip],
  ['digital_macs', ({ details }) => details?.energy?.macs.digital],
  ['adc_conversions', ({ details }) => details?.energy?.adc.conversions],
  ['adc_clipped', ({ details }) => details?.energy?.adc.clipped],
  ['time_s', ({ details }) => details?.seconds],
  ['preparation_s', ({ details }) => details?.preparationSeconds],
  ['backend', ({ details }) => details?.backend],
  ['threads', ({ details }) => details?.threads],
  // Infinite for two identical pictures.
  ['psnr_dB', ({ details }) => details?.fidelity && (details.fidelity.psnr ?? 'inf')],
  ['ssim', ({ details }) => details?.fidelity?.ssim],
  ['ms_ssim', ({ details }) => details?.fidelity?.msSsim],
  ['haar_psi', ({ details }) => details?.fidelity?.haarPsi],
  ['flip', ({ details }) => details?.fidelity?.flip],
  ['exact', ({ details }) => details?.exact],
  ['star', ({ details }) => details?.star],
  ['rating', ({ details }) => details?.rating],
  ['created', ({ details }) => details && new Date(details.createdAt).toISOString()],
  ['sha256', ({ details }) => details?.hash],
];

/** The value of a field: from the cell's picture if there is one, otherwise from its job. */
function columnsOf(id: FieldId): Column[] {
  const { column, listedAs } = fieldOf(id);
  const value = ({ cell: { job }, details }: Row) =>
    details ? saidIn(id, details) : job?.[listedAs as keyof typeof job & ListedKey];
  const name: Column = ['chip_name', ({ cell, details }) => details?.chipName ?? cell.job?.chipName];
  return [[column, value], ...(id === 'chip' ? [name] : [])];
}

/** A sweep as CSV: one row per cell, first the swept fields, then every available figure in SI units. */
export function sweepTable(sweep: Sweep, detailsOf: (id: number) => PictureDetails): string {
  const { x, y } = sweep.axes;
  const rows = sweep.cells.map((cell): Row => ({ cell, details: cell.picture && detailsOf(cell.picture.id) }));
  const baselines = [...new Set(rows.flatMap(({ details }) => Object.keys(details?.energy?.baselines ?? {})))];
  const columns = [
    ...COLUMNS,
    ...baselines.map(
      (name): Column => [`baseline_${snake(name)}_J`, ({ details }) => details?.energy?.baselines[name]?.joules],
    ),
  ];
  const head = [`swept_${snake(x.field)}`, ...(y ? [`swept_${snake(y.field)}`] : []), ...columns.map(([name]) => name)];
  return csv([
    head,
    ...rows.map((row, index): CsvValue[] => [
      x.values[index % x.values.length] ?? null,
      ...(y ? [y.values[Math.floor(index / x.values.length)] ?? null] : []),
      ...columns.map(([, value]) => value(row) ?? null),
    ]),
  ]);
}

function snake(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
}

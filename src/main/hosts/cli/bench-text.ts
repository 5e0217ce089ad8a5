import {
  BENCH_CHIPS,
  type BenchReport,
  type GrowthReport,
  type KernelReport,
  OPERATION_GROUPS,
  type PictureReport,
  type ProfileReport,
  type Sd15StepReport,
  type ThreadsReport,
  type UnetStepReport,
} from '../../../shared/bench.ts';
import { table } from './format.ts';

/** A measured figure beside the target for two idle cores with AVX-512. */
interface Bar {
  readonly what: string;
  readonly measured: string;
  readonly promised: string;
  /** Null where it could not be measured. */
  readonly met: boolean | null;
}

const NONE = '-';

/** The report as tables. */
export function benchText(report: BenchReport): string {
  const { kernel, unetStep, threads, profile, growth, picture, sd15Step, skipped } = report;
  const parts = [
    machine(report),
    ...(kernel ? [kernelText(kernel)] : []),
    ...(unetStep ? [unetStepText(unetStep)] : []),
    ...(threads ? [threadsText(threads)] : []),
    ...(profile ? [profileText(profile)] : []),
    ...(growth ? [growthText(growth)] : []),
    ...(picture ? [pictureText(picture)] : []),
    ...(sd15Step ? [sd15Text(sd15Step)] : []),
    ...skipped.map(({ section, why }) => `Not measured: ${section} (${why}).`),
    barsText([
      ...(kernel ? kernelBars(kernel) : []),
      ...(unetStep ? unetStepBars(unetStep) : []),
      ...(threads ? threadsBars(threads) : []),
      ...(profile ? profileBars(profile) : []),
      ...(picture ? pictureBars(picture) : []),
      ...(sd15Step ? sd15Bars(sd15Step) : []),
    ]),
  ];
  return parts.join('\n\n');
}

function machine(report: BenchReport): string {
  const { cpu, cores, memoryBytes, system, node, backend, backendDetail, threadCount, quick, seconds } = report;
  const of = `${cores} cores, ${gigabytes(memoryBytes)}, ${system}, Node ${node}`;
  const run = `${quick ? 'Quick bench' : 'Bench'} of ${seconds.toFixed(0)} s; medians of repeats, taken in turn.`;
  return `${cpu}: ${of}\nBackend ${backend} (${backendDetail}), up to ${threadCount} threads. ${run}`;
}

function kernelText({ shapes, peak }: KernelReport): string {
  const rows = shapes.map((shape) => [
    `${shape.rows} x ${shape.inputs} x ${shape.outputs}`,
    shape.gmacs.toFixed(0),
    percent(shape.shareOfPeak),
    signedPercent(shape.noiseCost),
    shape.allThreadsGmacs.toFixed(0),
    shape.bitSerialGmacs.toFixed(1),
  ]);
  const popcount = peak.popcountGops === null ? '' : `; AND and popcount of ${rate(peak.popcountGops)} Gbit/s`;
  const peaks = `One core at most: int8 ${rate(peak.int8Gmacs)}, float32 ${rate(peak.float32Gmacs)} GMAC/s${popcount}.`;
  return section(
    'Tile kernel: 8-bit cells and inputs, 256 rows a tile, 8-bit converter. 10^9 multiply-accumulates a second ' +
      '(GMAC/s), one thread',
    ['rows x inputs x outputs', 'GMAC/s', 'of int8 peak', 'noise costs', 'all threads', 'bit-serial'],
    rows,
    peaks,
  );
}

function kernelBars({ shareOfPeak, noiseCost, bitSerialGmacs }: KernelReport): Bar[] {
  return [
    bar('tile kernel, share of int8 peak (median of shapes)', shareOfPeak, percent, 'at least 80 %', (x) => x >= 0.8),
    bar('read noise, more time (median of shapes)', noiseCost, signedPercent, 'at most 25 %', (x) => x <= 0.25),
    bar(
      'bit-serial, GMAC/s a core',
      bitSerialGmacs,
      (x) => x.toFixed(1),
      'at least 12',
      (x) => x >= 12,
    ),
  ];
}

function unetStepText(steps: UnetStepReport): string {
  const { onnxruntime } = steps;
  const rows = BENCH_CHIPS.map((chip) => {
    const { ms, oneThreadMs, vsOnnxruntime, oneThreadVsOnnxruntime } = steps[chip];
    return [chip, milliseconds(ms), times(vsOnnxruntime), milliseconds(oneThreadMs), times(oneThreadVsOnnxruntime)];
  });
  rows.push(['onnxruntime', milliseconds(onnxruntime.ms), NONE, milliseconds(onnxruntime.oneThreadMs), NONE]);
  const note =
    onnxruntime.unavailable ??
    `onnxruntime ${onnxruntime.version} computes in float32; ` +
      `its answer differs from ours by ${onnxruntime.difference?.toExponential(0)} of the largest value.`;
  return section(
    'One guided step of the built-in UNet',
    ['', 'all threads', 'of onnxruntime', 'one thread', 'of onnxruntime'],
    rows,
    note,
  );
}

function unetStepBars(steps: UnetStepReport): Bar[] {
  const promised = { exact: 1, pcm: 0.5, 'ideal-8bit': 0.5 };
  return BENCH_CHIPS.map((chip) =>
    bar(
      `UNet step on ${chip}, time over onnxruntime's`,
      steps[chip].vsOnnxruntime,
      times,
      `at most ${times(promised[chip])}`,
      (x) => x <= promised[chip],
    ),
  );
}

function threadsText({ threads, chips }: ThreadsReport): string {
  return section(
    `UNet step on ${threads} threads against one`,
    ['', 'faster'],
    chips.map(({ chip, speedup }) => [chip, times(speedup)]),
  );
}

function threadsBars({ speedup, threads }: ThreadsReport): Bar[] {
  // The target is stated for two threads only.
  if (threads !== 2) return [];
  return [bar('UNet step on 2 threads against 1', speedup, times, 'at least 1.60x', (x) => x >= 1.6)];
}

function profileText(profile: ProfileReport): string {
  const shares = profile.map(({ rows }) => (group: string) => {
    let share = 0;
    for (const row of rows) if (row.group === group) share += row.share;
    return share;
  });
  const groups = OPERATION_GROUPS.filter((group) => shares.some((shareOf) => shareOf(group) > 0));
  return section(
    'Where the time of a UNet step goes, all threads',
    ['', ...profile.map(({ chip }) => chip)],
    [
      ...groups.map((group) => [group, ...shares.map((shareOf) => percent(shareOf(group)))]),
      ['together', ...profile.map(({ ms }) => milliseconds(ms))],
    ],
  );
}

function profileBars(profile: ProfileReport): Bar[] {
  return profile.map(({ chip, rows }) => {
    const byGroup = new Map<string, number>();
    for (const { group, share } of rows) byGroup.set(group, (byGroup.get(group) ?? 0) + share);
    const [group, share] = [...byGroup]
      .filter(([name]) => name !== 'multiplications' && name !== 'attention')
      .reduce((largest, entry) => (entry[1] > largest[1] ? entry : largest));
    return bar(
      `largest part beside multiplications on ${chip}`,
      share,
      (x) => `${percent(x)} ${group}`,
      'at most 10 %',
      (x) => x <= 0.1,
    );
  });
}

function growthText(growth: GrowthReport): string {
  return section(
    'How the time grows on pcm, all threads',
    ['', 'multiplications', 'time', 'from', 'to'],
    growth.map(({ what, macRatio, timeRatio, smallerMs, largerMs }) => [
      what,
      times(macRatio),
      times(timeRatio),
      milliseconds(smallerMs),
      milliseconds(largerMs),
    ]),
  );
}

function pictureText({ native, wasm, rssBytes, rssBackend, width, height, steps }: PictureReport): string {
  const row = (name: string, picture: PictureReport['native']) => [
    name,
    seconds(picture?.seconds ?? null),
    seconds(picture?.preparationSeconds ?? null),
  ];
  return section(
    `A picture of ${width} x ${height} pixels on pcm: ${steps} guided steps, all threads`,
    ['', 'prompt to pixels', 'preparing the first'],
    [row('native', native), row('wasm', wasm)],
    `The painting process held ${megabytes(rssBytes)} at most (${rssBackend}).`,
  );
}

function pictureBars({ native, wasm, rssBytes }: PictureReport): Bar[] {
  return [
    bar('picture, native', native?.seconds ?? null, seconds, 'at most 1 s', (x) => x <= 1),
    bar('picture, WebAssembly', wasm?.seconds ?? null, seconds, 'at most 5 s', (x) => x <= 5),
    bar('memory of the painting process', rssBytes, megabytes, 'below 400 MB', (x) => x < 400e6),
  ];
}

function sd15Text(step: Sd15StepReport): string {
  return section(
    "One step of a UNet of Stable Diffusion 1.5's shape, 64 x 64 latents, int8, random weights, all threads",
    ['', ''],
    [
      ['time', seconds(step.seconds)],
      ['10^9 multiply-accumulates of trained layers', step.layerGmac.toFixed(0)],
      ["10^9 multiply-accumulates of attention's products (float32)", step.attentionGmac.toFixed(0)],
      ['GMAC/s', step.gmacs.toFixed(0)],
      ["of the cores' int8 peak", percent(step.shareOfPeak)],
      ['weights', `${(step.weights / 1e6).toFixed(0)} million`],
      ['most that tensors held', megabytes(step.activationBytes)],
      ['most that the process held', megabytes(step.peakBytes)],
      ['of which Node and the program', megabytes(step.startBytes)],
      ['programming', seconds(step.loadSeconds)],
    ],
  );
}

function sd15Bars({ shareOfPeak, peakOverWeightsAndActivations }: Sd15StepReport): Bar[] {
  return [
    bar("Stable Diffusion's step, share of int8 peak", shareOfPeak, percent, 'goal 60 %', (x) => x >= 0.6),
    bar(
      'its memory over int8 weights and activations',
      peakOverWeightsAndActivations,
      times,
      'at most 1.20x',
      (x) => x <= 1.2,
    ),
  ];
}

function bar(
  what: string,
  value: number | null,
  format: (value: number) => string,
  promised: string,
  holds: (value: number) => boolean,
): Bar {
  if (value === null) return { what, measured: NONE, promised, met: null };
  return { what, measured: format(value), promised, met: holds(value) };
}

function barsText(bars: readonly Bar[]): string {
  if (bars.length === 0) return '';
  const verdict = (met: boolean | null) => (met === null ? 'not measured' : met ? 'met' : 'missed');
  const rows = bars.map(({ what, measured, promised, met }) => [what, measured, promised, verdict(met)]);
  return section('What is promised for two free cores with AVX-512', ['', 'measured', 'promised', ''], rows);
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[], note?: string): string {
  const body = head.some((cell) => cell !== '') ? [head, ...rows] : rows;
  const indented = table(body, 1)
    .split('\n')
    .map((line) => `  ${line}`);
  return [title, ...indented, ...(note ? [`  ${note}`] : [])].join('\n');
}

function percent(value: number | null): string {
  return value === null ? NONE : `${(100 * value).toFixed(value < 0.1 ? 1 : 0)} %`;
}

function signedPercent(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(100 * value).toFixed(0)} %`;
}

function times(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(2)}x`;
}

function rate(value: number | null): string {
  return value === null ? NONE : value.toFixed(0);
}

function milliseconds(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(1)} ms`;
}

function seconds(value: number | null): string {
  return value === null ? NONE : `${value.toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(0)} GB`;
}

import type { Progress } from '../../../shared/engine/engine-protocol.ts';
import { duration, si } from '../../../shared/quantities.ts';

const DOING: Record<Progress['phase'], string> = {
  loading: 'loading the model',
  programming: 'programming the chip',
  calibrating: 'calibrating the chip (first run on it)',
  text: 'reading the prompt',
  step: 'painting',
  decode: 'decoding the picture',
};

const LONG = new Set<Progress['phase']>(['calibrating', 'step']);

/** Milliseconds between two updates on a terminal; people read no faster. */
const REDRAW_MS = 80;
const BAR_WIDTH = 24;

export interface ProgressLine {
  show(progress: Progress): void;
  /** Clears the bar, so that other text can follow. */
  clear(): void;
}

/**
 * Shows the progress of a run: a bar that redraws itself on a terminal, a few plain lines elsewhere. Written to stderr,
 * because a program may read stdout.
 *
 * @param label goes in front: which picture of how many
 */
export function progressLine(stream: NodeJS.WriteStream, label: string): ProgressLine {
  return stream.isTTY && process.env.TERM !== 'dumb' ? bar(stream, label) : plainLines(stream, label);
}

function bar(stream: NodeJS.WriteStream, label: string): ProgressLine {
  let drawnAt = 0;
  let phase: Progress['phase'] | undefined;
  return {
    show(progress) {
      const now = performance.now();
      if (progress.phase === phase && progress.done < progress.total && now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      phase = progress.phase;
      const filled = Math.round(fraction(progress) * BAR_WIDTH);
      const text = `${label}[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] ${describe(progress)}`;
      stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear() {
      if (phase !== undefined) stream.write('\r\x1b[2K');
      phase = undefined;
    },
  };
}

/** One line at the start of a phase, and one at each quarter of a long phase. */
function plainLines(stream: NodeJS.WriteStream, label: string): ProgressLine {
  let written: string | undefined;
  return {
    show(progress) {
      const quarter = LONG.has(progress.phase) ? Math.floor(fraction(progress) * 4) : 0;
      const key = `${progress.phase} ${quarter}`;
      if (key === written) return;
      written = key;
      stream.write(`${label}${describe(progress)}\n`);
    },
    clear() {},
  };
}

function fraction({ done, total }: Progress): number {
  return total > 0 ? Math.min(done / total, 1) : 0;
}

function describe(progress: Progress): string {
  const { phase, done, total, etaSeconds, joules } = progress;
  const percent = done > 0 && total > 1 ? `, ${Math.floor(fraction(progress) * 100)} %` : '';
  const count = phase === 'step' ? `, step ${done}/${total}` : percent;
  const eta = etaSeconds === null ? '' : `, ${duration(etaSeconds)} left`;
  const energy = joules > 0 ? `, ${si(joules, 'J')} so far` : '';
  return `${DOING[phase]}${count}${eta}${energy}`;
}

/**
 * Measures the built studio in Chromium and prints JSON: `node test/e2e/measure.ts FOLDER [runs]`. FOLDER holds a
 * folder named library, which test/library/fill.ts fills. Software rendering: a machine with a graphics card scrolls
 * more smoothly.
 */
import { readFile } from 'node:fs/promises';
import { OBSTACLE, type OpenStudio, openStudio } from './open-studio.ts';

const [folder, runs = '5'] = process.argv.slice(2);
if (!folder) throw new Error('Say which folder holds the library');
if (OBSTACLE) throw new Error(OBSTACLE);

/** Pixels a frame: a slow wheel, a fast one, a fling, the scroll bar dragged. */
const SPEEDS = [30, 120, 600, 8000];
const FRAMES = 300;

const starts: number[] = [];
const scrolls: Record<string, { p50: number; p95: number; p99: number }> = {};
let memory = 0;

for (let run = 0; run < Number(runs); run++) {
  const began = performance.now();
  const studio = await openStudio({ folder });
  await studio.page
    .getByRole('button', { name: /^Generate/ })
    .first()
    .waitFor();
  await studio.page.locator('button:has-text("Generate"):not([disabled])').first().waitFor();
  starts.push(performance.now() - began);
  if (run === Number(runs) - 1) {
    await studio.page.waitForTimeout(3000);
    for (const speed of SPEEDS) scrolls[`${speed} px`] = await scroll(studio, speed);
    memory = await residentMegabytes(studio.pid);
  }
  await studio.page.context().browser()?.close();
  await studio.stop('SIGTERM');
}

console.log(
  JSON.stringify(
    {
      'start to interactive, browser start included, ms': {
        median: quantile(starts, 0.5),
        all: starts.map(Math.round),
      },
      'frame while scrolling, ms': scrolls,
      'resident memory of main afterwards, MB': memory,
    },
    null,
    2,
  ),
);

async function scroll({ page }: OpenStudio, speed: number) {
  const times = await page.evaluate(
    async ({ speed, frames }) => {
      let scroller: HTMLElement | null = document.querySelector('[data-testid="picture-tile"]');
      while (scroller && scroller.scrollHeight <= scroller.clientHeight + 1) scroller = scroller.parentElement;
      if (!scroller) throw new Error('there is nothing to scroll');
      const moved = scroller;
      moved.scrollTop = 0;
      const times: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let frame = 0; frame < frames; frame++) {
        moved.scrollTop += speed;
        const now = await new Promise<number>(requestAnimationFrame);
        times.push(now - last);
        last = now;
      }
      return times;
    },
    { speed, frames: FRAMES },
  );
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), p99: quantile(times, 0.99) };
}

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]! * 10) / 10;
}

import { expect, test } from 'vitest';
import { progressLine } from '../../src/main/hosts/cli/progress-line.ts';
import type { Progress } from '../../src/shared/engine/engine-protocol.ts';

function record(isTTY: boolean): { text: () => string; stream: NodeJS.WriteStream } {
  let text = '';
  const stream = {
    isTTY,
    columns: 60,
    write(chunk: string) {
      text += chunk;
      return true;
    },
  };
  return { text: () => text, stream: stream as unknown as NodeJS.WriteStream };
}

const step = (done: number): Progress => ({
  phase: 'step',
  done,
  total: 50,
  etaSeconds: (50 - done) * 2,
  joules: done * 1e-4,
});
const loading: Progress = { phase: 'loading', done: 0, total: 1, etaSeconds: null, joules: 0 };

test('away from a terminal: a few plain lines, however many steps', () => {
  const { text, stream } = record(false);
  const line = progressLine(stream, '2/3 ');
  line.show(loading);
  for (let done = 0; done <= 50; done++) line.show(step(done));
  line.clear();
  const lines = text().trimEnd().split('\n');
  expect(lines[0]).toBe('2/3 loading the model');
  expect(lines.length).toBeLessThan(8);
  expect(lines.at(-1)).toBe('2/3 painting, step 50/50, 0.0 s left, 5.00 mJ so far');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no terminal sequence may reach a log file
  expect(text()).not.toMatch(/[\r\x1b]/);
});

test('on a terminal: one line that fits, redrawn in place and wiped at the end', () => {
  const { text, stream } = record(true);
  const line = progressLine(stream, '');
  line.show(loading);
  line.show(step(25));
  expect(text()).not.toContain('\n');
  const frames = text().split('\r\x1b[2K').slice(1);
  expect(frames.at(-1)).toBe('[############............] painting, step 25/50, 50 s left, 2.50 mJ so far'.slice(0, 59));
  line.clear();
  expect(text().endsWith('\r\x1b[2K')).toBe(true);
});

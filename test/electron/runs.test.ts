import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

vi.mock('electron', () => import('../stand-in/notification.ts'));

import { notifyAtEnd } from '../../src/main/hosts/electron/attention.ts';
import { type Run, watchRuns } from '../../src/main/hosts/electron/runs.ts';
import type { Studio } from '../../src/main/studio.ts';
import type { StudioEvent } from '../../src/shared/contract/events.ts';
import { Notification } from '../stand-in/notification.ts';

type Job = { state: 'queued' | 'running' | 'failed'; finishedAt: number | null };

/** A queue as the host sees it, controlled by the test. */
function handQueue() {
  const listeners: ((event: StudioEvent) => void)[] = [];
  const queue = { running: false, paused: false, waiting: [] as Job[], stopped: [] as Job[] };
  const say = (event: StudioEvent) => {
    for (const listener of listeners) listener(event);
  };
  const studio = {
    queue: {
      get running() {
        return queue.running;
      },
      state: () => queue,
    },
    subscribe: (listener: (event: StudioEvent) => void) => listeners.push(listener),
  } as unknown as Pick<Studio, 'queue' | 'subscribe'>;
  return {
    studio,
    change(changes: Partial<typeof queue>) {
      Object.assign(queue, changes);
      say({ type: 'changed', what: ['queue'] });
    },
    save: () => say({ type: 'saved', jobId: 1, pictureId: 1 }),
    step: (done: number, total: number) =>
      say({
        type: 'progress',
        progress: { phase: 'step', done, total, etaSeconds: null, joules: 0, jobId: 1, previewUrl: null },
      }),
  };
}

const job = (state: Job['state']): Job => ({ state, finishedAt: state === 'failed' ? Date.now() : null });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a run of the queue', () => {
  test('begins with the first picture, advances with its steps and ends when nothing waits', () => {
    const hand = handQueue();
    const seen: (string | number | Run)[] = [];
    watchRuns(hand.studio, [
      {
        onBegin: () => seen.push('begin'),
        onAdvance: (share) => seen.push(share),
        onEnd: (run) => seen.push(run),
      },
    ]);
    hand.change({ running: true, waiting: [job('running'), job('queued')] });
    hand.step(1, 2);
    vi.advanceTimersByTime(40_000);
    hand.save();
    // Between two pictures nothing is running, but the run goes on.
    hand.change({ running: false, waiting: [job('queued')] });
    hand.change({ running: true, waiting: [job('running')] });
    hand.change({ running: false, waiting: [], stopped: [job('failed')] });
    expect(seen).toEqual(['begin', 0, 0.25, 0.5, 0.5, { seconds: 40, saved: 1, failed: 1 }]);
  });

  test('ends when the queue is paused', () => {
    const hand = handQueue();
    const ends: Run[] = [];
    watchRuns(hand.studio, [{ onEnd: (run) => ends.push(run) }]);
    hand.change({ running: true, waiting: [job('running'), job('queued')] });
    hand.save();
    hand.change({ running: false, paused: true, waiting: [job('queued')] });
    expect(ends).toEqual([{ seconds: 0, saved: 1, failed: 0 }]);
  });

  test('a restored queue that waits for a word is no run', () => {
    const hand = handQueue();
    hand.change({ paused: true, waiting: [job('queued')] });
    const begun = vi.fn();
    watchRuns(hand.studio, [{ onBegin: begun }]);
    expect(begun).not.toHaveBeenCalled();
  });
});

describe('the word at the end of a run', () => {
  const window = { focused: false, shown: 0 };
  const fake = {
    isDestroyed: () => false,
    isFocused: () => window.focused,
    isMinimized: () => false,
    show: () => window.shown++,
    focus() {},
  } as unknown as Parameters<typeof notifyAtEnd>[0];
  const long: Run = { seconds: 31, saved: 3, failed: 1 };

  function told(run: Run, language: 'en' | 'zh' = 'en'): string[] {
    Notification.shown.length = 0;
    notifyAtEnd(fake, () => language).onEnd?.(run);
    return Notification.shown.map(({ body }) => body);
  }

  beforeEach(() => Object.assign(window, { focused: false, shown: 0 }));

  test('says what is ready and what is not, in the language of the app', () => {
    expect(told(long)).toEqual(['3 pictures are ready\n1 picture could not be painted']);
    expect(told({ ...long, saved: 1, failed: 0 }, 'zh')).toEqual(['1 张图片已完成']);
  });

  test('a click on it brings the window forward', () => {
    told(long);
    Notification.shown[0]!.emit('click');
    expect(window.shown).toBe(1);
  });

  test('is not said to somebody who is looking, after a short run, or where nothing came of it', () => {
    window.focused = true;
    expect(told(long)).toEqual([]);
    window.focused = false;
    expect(told({ ...long, seconds: 29 })).toEqual([]);
    expect(told({ ...long, saved: 0, failed: 0 })).toEqual([]);
  });
});

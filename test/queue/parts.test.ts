import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchSilence } from '../../src/main/engine/watch-silence.ts';
import { oneAtATime } from '../../src/main/queue/one-at-a-time.ts';
import { throttle } from '../../src/shared/throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('throttle', () => {
  test('passes the first at once, then the newest of each pause, and the last one too', () => {
    const passed: number[] = [];
    const { push } = throttle<number>(100, (value) => passed.push(value));
    push(1);
    push(2);
    push(3);
    expect(passed).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(passed).toEqual([1, 3]);
    vi.advanceTimersByTime(99);
    push(4);
    expect(passed).toEqual([1, 3]);
    vi.advanceTimersByTime(1);
    expect(passed).toEqual([1, 3, 4]);
    vi.advanceTimersByTime(500);
    push(5);
    expect(passed).toEqual([1, 3, 4, 5]);
  });

  test('passes nothing after its stop', () => {
    const passed: number[] = [];
    const { push, stop } = throttle<number>(100, (value) => passed.push(value));
    push(1);
    push(2);
    stop();
    vi.advanceTimersByTime(1000);
    expect(passed).toEqual([1]);
  });
});

describe('silence', () => {
  test('is called once after so many seconds without a word, and not before', () => {
    const onSilence = vi.fn();
    const watch = watchSilence(120, onSilence);
    for (let second = 0; second < 600; second += 60) {
      vi.advanceTimersByTime(60_000);
      watch.heard();
    }
    vi.advanceTimersByTime(104_000);
    expect(onSilence).not.toHaveBeenCalled();
    vi.advanceTimersByTime(16_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(600_000);
    expect(onSilence).toHaveBeenCalledTimes(1);
  });

  test('a clock that leaps while the computer sleeps is no silence', () => {
    const onSilence = vi.fn();
    watchSilence(120, onSilence);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(15_000);
    expect(onSilence).not.toHaveBeenCalled();
  });

  test('is not called after its stop', () => {
    const onSilence = vi.fn();
    watchSilence(1, onSilence).stop();
    vi.advanceTimersByTime(10_000);
    expect(onSilence).not.toHaveBeenCalled();
  });
});

describe('one at a time', () => {
  test('no two at once, and no wake-up is lost, at whatever moment it comes', async () => {
    vi.useRealTimers();
    let waiting = 0;
    let busy = 0;
    let done = 0;
    const worker = oneAtATime(() => {
      if (waiting === 0) return null;
      waiting--;
      return async () => {
        expect(++busy).toBe(1);
        for (let turn = 0; turn < done % 4; turn++) await null;
        busy--;
        done++;
      };
    });
    for (let i = 0; i < 500; i++) {
      waiting++;
      worker.wake();
      // Wake-ups a microtask apart fall before, into and after every end of a run.
      for (let turn = 0; turn < i % 7; turn++) await null;
    }
    await worker.idle();
    expect(done).toBe(500);
  });

  test('a wake-up from inside the work starts nothing beside it', async () => {
    vi.useRealTimers();
    const order: string[] = [];
    const work = ['a', 'b'];
    const worker = oneAtATime(() => {
      const name = work.shift();
      return name === undefined
        ? null
        : async () => {
            order.push(`${name} begins`);
            worker.wake();
            await null;
            order.push(`${name} ends`);
          };
    });
    worker.wake();
    await worker.idle();
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });
});

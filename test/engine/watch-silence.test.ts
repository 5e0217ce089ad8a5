import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { watchSilence } from '../../src/main/engine/watch-silence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

import { afterEach, expect, test, vi } from 'vitest';
import { closeInTime } from '../../src/main/hosts/electron/close-in-time.ts';
import type { Studio } from '../../src/main/studio.ts';

const studio = (close: () => Promise<void>) => ({ close }) as Studio;

afterEach(() => void vi.useRealTimers());

test('a studio that closes is waited for, and what goes wrong is passed on', async () => {
  await closeInTime(studio(async () => {}));
  await expect(closeInTime(studio(() => Promise.reject(new Error('full'))))).rejects.toThrow('full');
});

test('a studio that never closes does not keep the app', async () => {
  vi.useFakeTimers();
  const closing = expect(closeInTime(studio(() => new Promise(() => {})))).rejects.toThrow('within 15 s');
  await vi.advanceTimersByTimeAsync(15_000);
  await closing;
});

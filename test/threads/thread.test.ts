import { expect, onTestFinished, test } from 'vitest';
import { createThread, type Thread } from '../../src/main/threads/thread.ts';

function thread(heapMegabytes = 32): Thread<string, string, number> {
  const made = createThread<string, string, number>(new URL('./task.ts', import.meta.url), {
    heapMegabytes,
    purpose: 'do as told',
  });
  onTestFinished(() => made.close());
  return made;
}

test('tasks are done in order, with progress on the way', async () => {
  const { run } = thread();
  const seen: number[] = [];
  const done = await Promise.all([run('count', { onProgress: (n) => seen.push(n) }), run('b'), run('c')]);
  expect(done).toEqual(['did count', 'did b', 'did c']);
  expect(seen).toEqual([1, 2, 3]);
});

test('a task without end is ended, and the next one is done', async () => {
  const { run } = thread();
  const endless = run('loop', { milliseconds: 200 });
  const next = run('b');
  await expect(endless).rejects.toMatchObject({ code: 'too-much', message: 'it took longer than 0.2 s to do as told' });
  expect(await next).toBe('did b');
});

test('a task that wants too much memory is refused, and the next one is done', async () => {
  const { run } = thread(16);
  await expect(run('hoard')).rejects.toMatchObject({ code: 'too-much' });
  expect(await run('b')).toBe('did b');
});

test('what a task refuses arrives with its code; a thread that ends by itself is reported', async () => {
  const { run } = thread();
  await expect(run('refuse')).rejects.toMatchObject({ code: 'bad-file', message: 'it is bad', todo: 'Give another' });
  await expect(run('end')).rejects.toThrow('exit code 3');
  expect(await run('b')).toBe('did b');
});

test('a task can be cancelled, running or waiting', async () => {
  const { run } = thread();
  const abort = new AbortController();
  const running = run('loop', { signal: abort.signal });
  const waiting = run('b', { signal: abort.signal });
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  expect(await run('c')).toBe('did c');
});

test('closing ends the running task', async () => {
  const { run, close } = thread();
  const running = expect(run('loop')).rejects.toMatchObject({ code: 'cancelled' });
  await close();
  await running;
  await expect(run('b')).rejects.toMatchObject({ code: 'cancelled' });
});

import { expect, test } from 'vitest';
import { whatToShow } from '../../src/renderer/screens/view/what-to-show.ts';
import type { JobProgress, JobSummary, QueueState } from '../../src/shared/contract/queue.ts';

function job(part: Partial<JobSummary>): JobSummary {
  return {
    id: 1,
    state: 'queued',
    prompt: 'a fox',
    seed: 1,
    width: 128,
    height: 128,
    steps: 20,
    chipName: 'Phase change',
    precision: 'frugal',
    createdAt: 100,
    finishedAt: null,
    sweepId: null,
    sweepIndex: null,
    pictureId: null,
    error: null,
    previewUrl: null,
    ...part,
  };
}

function queue(part: Partial<QueueState>): QueueState {
  return { paused: false, restored: 0, waiting: [], stopped: [], session: { pictures: 0, joules: 0 }, ...part };
}

function progress(jobId: number, previewUrl: string | null): JobProgress {
  return { jobId, previewUrl, phase: 'step', done: 1, total: 20, etaSeconds: null, joules: 0.001 };
}

const nothing = { chosenId: null, newest: null, queue: queue({}), progress: null, dismissedJobId: null };
const running = job({ id: 7, state: 'running' });
const newest = { id: 3, createdAt: 1000 };

test('nothing painted, nothing queued: the first run', () => {
  expect(whatToShow(nothing)).toEqual({ kind: 'first-run' });
});

test('nothing painted and a queue that stands still', () => {
  expect(whatToShow({ ...nothing, queue: queue({ paused: true, waiting: [job({})] }) })).toEqual({ kind: 'waiting' });
});

test('the last picture stays until the next one has a preview', () => {
  const situation = { ...nothing, newest, queue: queue({ waiting: [running] }) };
  expect(whatToShow(situation)).toEqual({ kind: 'picture', id: 3 });
  expect(whatToShow({ ...situation, progress: progress(7, null) })).toEqual({ kind: 'picture', id: 3 });
  expect(whatToShow({ ...situation, progress: progress(7, '/previews/7/1.png') })).toEqual({
    kind: 'live',
    job: running,
  });
});

test('figures of an earlier job are not those of the running one', () => {
  const situation = { ...nothing, newest, queue: queue({ waiting: [running] }) };
  expect(whatToShow({ ...situation, progress: progress(6, '/previews/6/20.png') }).kind).toBe('picture');
});

test('a picture chosen on purpose stays, whatever is painted', () => {
  const busy = queue({ waiting: [running], stopped: [job({ id: 6, state: 'failed', finishedAt: 2000 })] });
  const situation = { ...nothing, newest, queue: busy, progress: progress(7, '/previews/7/1.png') };
  expect(whatToShow({ ...situation, chosenId: 2 })).toEqual({ kind: 'picture', id: 2 });
});

test('a failure shows until a newer picture lands or it is dismissed', () => {
  const failed = job({ id: 6, state: 'failed', finishedAt: 2000 });
  const situation = { ...nothing, newest, queue: queue({ stopped: [failed] }) };
  expect(whatToShow(situation)).toEqual({ kind: 'stopped', job: failed });
  expect(whatToShow({ ...situation, newest: { id: 4, createdAt: 2001 } })).toEqual({ kind: 'picture', id: 4 });
  expect(whatToShow({ ...situation, dismissedJobId: 6 })).toEqual({ kind: 'picture', id: 3 });
});

test('of a cancelled job only its last preview is worth showing', () => {
  const cancelled = job({ id: 6, state: 'cancelled', finishedAt: 2000 });
  expect(whatToShow({ ...nothing, newest, queue: queue({ stopped: [cancelled] }) }).kind).toBe('picture');
  const seen = { ...cancelled, previewUrl: '/previews/6/9.png' };
  expect(whatToShow({ ...nothing, newest, queue: queue({ stopped: [seen] }) })).toEqual({ kind: 'stopped', job: seen });
});

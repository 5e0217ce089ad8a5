import { useQuery } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { query } from '../../src/renderer/contract/client.ts';
import { useLibraryStatus } from '../../src/renderer/library/maintenance/use-library-status.ts';
import { QueueStrip } from '../../src/renderer/queue/QueueStrip.tsx';
import { useLive } from '../../src/renderer/state/live.ts';
import type { Changeable } from '../../src/shared/contract/events.ts';
import { painted } from '../library/painted.ts';
import { draft } from '../queue/start-queue.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();

/** Something of everything that a screen can ask for. */
function Everything() {
  const answers = [
    useQuery(query.queue.state.queryOptions()),
    useQuery(query.pictures.list.queryOptions({ input: { filter: {}, sort: 'newest', offset: 0, limit: 1 } })),
    useQuery(query.boards.list.queryOptions()),
    useQuery(query.chips.list.queryOptions()),
    useQuery(query.prompts.history.queryOptions()),
    useQuery(query.maintenance.status.queryOptions()),
  ];
  return <p>{answers.every(({ isSuccess }) => isSuccess) ? 'all there' : 'loading'}</p>;
}

test.each<[Changeable, string[]]>([
  ['queue', ['queue.state']],
  ['pictures', ['boards.list', 'pictures.list']],
  ['boards', ['boards.list']],
  ['chips', ['chips.list']],
  ['prompts', ['prompts.history']],
  ['library', ['maintenance.status']],
])('when %s changed, what shows it is asked for again, and nothing else', async (what, again) => {
  show(<Everything />);
  await screen.findByText('all there');
  behind.calls.length = 0;
  behind.studio.publish({ type: 'changed', what: [what] });
  await waitFor(() => expect(behind.calls.toSorted()).toEqual(again));
});

test('many changes in a burst ask again a few times, and in the end for the last', async () => {
  show(<Everything />);
  await screen.findByText('all there');
  behind.calls.length = 0;
  for (let i = 0; i < 100; i++) behind.studio.publish({ type: 'changed', what: ['chips'] });
  behind.studio.publish({ type: 'changed', what: ['boards'] });
  await waitFor(() => expect(behind.calls).toContain('boards.list'));
  expect(behind.calls.filter((call) => call === 'chips.list').length).toBeLessThan(5);
});

test('progress moves the figures of the running picture', async () => {
  const [jobId] = behind.studio.queue.add({ drafts: [draft({ prompt: 'slow' })], first: false, sweep: null }).jobIds;
  const progress = { phase: 'step', done: 3, total: 12, joules: 0.0021, etaSeconds: 9, previewUrl: null } as const;
  act(() => behind.studio.publish({ type: 'progress', progress: { ...progress, jobId: jobId! } }));
  await waitFor(() => expect(useLive.getState().progress).toMatchObject({ jobId, done: 3 }));
  behind.studio.queue.clear({ what: 'waiting' });
});

test('a picture that was saved is known without being asked for', async () => {
  show(<QueueStrip />);
  await screen.findByText('Nothing is being painted');
  const pictureId = await behind.studio.library.save({ result: painted({ seed: 1 }), sweepId: null });
  behind.studio.publish({ type: 'saved', jobId: 1, pictureId });
  await waitFor(() => expect(useLive.getState().saved).toEqual({ jobId: 1, pictureId }));
});

test('work on the library shows how far it is, and that it ended', async () => {
  function Working() {
    const status = useLibraryStatus();
    if (!status) return null;
    const { working } = status;
    return <p>{working ? `${working.what} ${working.done}/${working.total}` : 'at rest'}</p>;
  }
  show(<Working />);
  await screen.findByText('at rest');
  behind.studio.publish({ type: 'maintenance', progress: { what: 'verify', done: 3, total: 9 } });
  await screen.findByText('verify 3/9');
  behind.studio.publish({ type: 'maintenance', progress: null });
  await screen.findByText('at rest');
});

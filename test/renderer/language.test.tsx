import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { currentLanguage, startLanguage, switchLanguage } from '../../src/renderer/language/language.ts';
import { QueueStrip } from '../../src/renderer/queue/QueueStrip.tsx';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
afterEach(() => {
  if (currentLanguage() !== 'en') act(switchLanguage);
});

test('every word on the screen changes at once, and back', async () => {
  show(<QueueStrip />);
  await screen.findByText('Nothing is being painted');
  act(switchLanguage);
  await screen.findByText('当前没有绘制任务');
  expect(screen.queryByText('Nothing is being painted')).toBeNull();
  expect(document.documentElement.lang).toBe('zh-CN');
  act(switchLanguage);
  await screen.findByText('Nothing is being painted');
  expect(document.documentElement.lang).toBe('en');
});

test('the choice is remembered for the next start, the last one of several', async () => {
  act(switchLanguage);
  await waitFor(() => expect(behind.studio.settings().language).toBe('zh'));
  act(switchLanguage);
  await waitFor(() => expect(behind.studio.settings().language).toBe('en'));
});

test.each([
  ['zh', 'zh'],
  ['en', 'en'],
  ['tlh', 'en'],
  [7, 'en'],
])('a start with %j remembered is in %s', async (remembered, language) => {
  await act(() => startLanguage(remembered));
  expect(currentLanguage()).toBe(language);
});

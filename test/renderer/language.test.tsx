import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { currentLanguage, startLanguage } from '../../src/renderer/language/language.ts';
import { LanguageMenu } from '../../src/renderer/library/maintenance/LanguageMenu.tsx';
import { QueueStrip } from '../../src/renderer/queue/QueueStrip.tsx';
import { chooseLanguage } from '../../src/renderer/state/choose-language.ts';
import { show, studioBehind } from './screen.tsx';

const behind = studioBehind();
afterEach(() => act(() => chooseLanguage('en')));

const remembered = () => behind.studio.settings().language;

test('every word on the screen changes at once, and back', async () => {
  const { user } = show(
    <>
      <QueueStrip />
      <LanguageMenu />
    </>,
  );
  await screen.findByText('Nothing is being painted');
  await user.click(screen.getByRole('button', { name: /English/ }));
  await user.click(await screen.findByRole('menuitem', { name: '中文' }));
  await screen.findByText('当前没有绘制任务');
  expect(screen.queryByText('Nothing is being painted')).toBeNull();
  await waitFor(() => expect(document.documentElement.lang).toBe('zh-CN'));
  await user.click(screen.getByRole('button', { name: /中文/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'English' }));
  await screen.findByText('Nothing is being painted');
  await waitFor(() => expect(document.documentElement.lang).toBe('en'));
});

test('the choice is remembered for the next start, the last one of several', async () => {
  act(() => chooseLanguage('zh'));
  await waitFor(() => expect(remembered()).toMatchObject({ language: 'zh' }));
  act(() => chooseLanguage('en'));
  await waitFor(() => expect(remembered()).toMatchObject({ language: 'en' }));
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

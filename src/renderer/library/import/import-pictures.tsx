import { List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { ReactNode } from 'react';
import { wordUnread } from '../../../shared/locales/word-unread.ts';
import { explain, sentences } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';
import { currentLanguage } from '../../language/language.ts';
import { useScreens } from '../../state/screens.ts';
import { reveal } from '../actions/neighbours.ts';
import { useLibrary } from '../library-store.ts';
import { importFiles } from './import-files.ts';
import { type ImportReport, importReport } from './import-report.ts';

/** Number of refused files listed by name; of the others, only the count. */
const MOST_NAMED = 5;

/** Imports files (onto the open board, if any), views the last one, and reports the result for each file. */
export async function importPictures(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  const boardId = useLibrary.getState().filter.boardId;
  const id = notifications.show({ loading: true, autoClose: false, message: i18next.t('library:importing') });
  const outcomes = await importFiles(files, (done, total) =>
    notifications.update({
      id,
      loading: true,
      autoClose: false,
      message: i18next.t('library:importingOf', { done: done + 1, total }),
    }),
  );
  const report = importReport(outcomes);
  const onBoard = await toBoard(boardId, report.ids);
  notifications.update({
    id,
    loading: false,
    closeButtonProps: { 'aria-label': i18next.t('components:close') },
    color: report.refusals.length > 0 ? 'red' : 'amber',
    autoClose: report.refusals.length > 0 ? 15_000 : 6000,
    title: summary(report),
    message: details(report, onBoard),
  });
  const last = report.ids.at(-1);
  if (last === undefined) return;
  if (useLibrary.getState().filter.trash) useLibrary.getState().show({});
  useLibrary.getState().select([]);
  useScreens.getState().view(last);
  await reveal(last);
}

/** Why they could not be put on the board, or null. */
async function toBoard(id: number | undefined, ids: readonly number[]): Promise<string | null> {
  if (id === undefined || ids.length === 0) return null;
  try {
    await api.boards.add({ id, ids: [...ids] });
    return null;
  } catch (error) {
    return explain(error).what;
  }
}

function summary({ added, existing, restored, refusals }: ImportReport): string {
  const parts = [
    added > 0 && i18next.t('library:importedNew', { count: added }),
    existing > 0 && i18next.t('library:importedExisting', { count: existing }),
    restored > 0 && i18next.t('library:importedRestored', { count: restored }),
    refusals.length > 0 && i18next.t('library:importRefused', { count: refusals.length }),
  ];
  return parts.filter((part) => part !== false).join(i18next.t('library:comma'));
}

function details({ withoutRecipe, unread, refusals }: ImportReport, boardProblem: string | null): ReactNode {
  return (
    <>
      {withoutRecipe > 0 && (
        <Text size="sm">{i18next.t('library:importedWithoutRecipe', { count: withoutRecipe })}</Text>
      )}
      {boardProblem !== null && <Text size="sm">{boardProblem}</Text>}
      <List size="sm">
        {unread.slice(0, MOST_NAMED).map((item) => (
          <List.Item key={item.id}>{wordUnread(item, currentLanguage())}</List.Item>
        ))}
        {refusals.slice(0, MOST_NAMED).map(({ fileName, what, todo }, index) => (
          <List.Item key={`${index} ${fileName}`}>
            {what.includes(fileName)
              ? sentences({ what, todo })
              : i18next.t('components:named', { name: fileName, value: sentences({ what, todo }) })}
          </List.Item>
        ))}
        {refusals.length > MOST_NAMED && (
          <List.Item>{i18next.t('library:importRefusedMore', { count: refusals.length - MOST_NAMED })}</List.Item>
        )}
      </List>
    </>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { runCommand, useCommand } from '../commands/registry.ts';
import { tellError } from '../components/tell-error.tsx';
import { api, query } from '../contract/client.ts';
import { useRecipe } from '../recipe/store/recipe-store.ts';
import { MOST_PINNED, useScreens } from '../state/screens.ts';
import { knownPictures } from './actions/known-pictures.ts';
import { viewNeighbour } from './actions/neighbours.ts';
import { trashPictures } from './actions/trash.ts';
import { chooseFiles } from './import/choose-files.ts';
import { DropTarget } from './import/DropTarget.tsx';
import { importPictures } from './import/import-pictures.tsx';
import { LibraryDialogs } from './LibraryDialogs.tsx';
import { useLibrary, useTargets } from './library-store.ts';

/** The library's commands, dialogs and drop target, which work even while its panel is hidden. */
export function LibraryCommands() {
  const queries = useQueryClient();
  const ids = useTargets();
  const boardId = useLibrary(({ filter }) => filter.boardId);
  const some = ids.length > 0;
  const rate = (rating: number) => () => void api.pictures.rate({ ids: [...ids], rating }).catch(tellError);

  useCommand('search', () => {
    // The search field handles the command when it is mounted; a hidden panel is shown first.
    if (!document.querySelector('input[type="search"]')) runCommand('toggle-library');
    useLibrary.setState({ searchAsked: true });
  });
  useCommand('next-picture', () => void viewNeighbour(1).catch(tellError));
  useCommand('previous-picture', () => void viewNeighbour(-1).catch(tellError));

  useCommand('star-picture', () => void toggleStar().catch(tellError), some);
  useCommand('rate-0', rate(0), some);
  useCommand('rate-1', rate(1), some);
  useCommand('rate-2', rate(2), some);
  useCommand('rate-3', rate(3), some);
  useCommand('rate-4', rate(4), some);
  useCommand('rate-5', rate(5), some);
  useCommand('pin-picture', pin, some);

  const [subject] = ids;
  const { data: picture } = useQuery({
    ...query.pictures.get.queryOptions({ input: { id: subject! } }),
    enabled: ids.length === 1,
  });
  const one = ids.length === 1 && picture !== undefined;
  useCommand('use-prompt', () => useRecipe.getState().use(picture!, 'prompt'), one && picture.prompt !== '');
  useCommand('use-seed', () => useRecipe.getState().use(picture!, 'seed'), one && picture.seed !== null);
  useCommand(
    'use-all',
    () => useRecipe.getState().use(picture!, 'all'),
    one && (picture.recipe !== null || picture.prompt !== ''),
  );

  useCommand('trash-picture', () => void toTrash().catch(tellError), some);
  useCommand('import-pictures', () => void chooseFiles().then(importPictures).catch(tellError));
  useCommand(
    'export-pictures',
    () => useLibrary.setState({ dialog: { kind: 'export' } }),
    some || boardId !== undefined,
  );
  useCommand('library-maintenance', () => useLibrary.setState({ dialog: { kind: 'maintenance' } }));

  function pin(): void {
    for (const id of ids.slice(0, MOST_PINNED)) useScreens.getState().togglePin(id);
  }

  /** Stars all of them, or, if all are starred, removes the stars. */
  async function toggleStar(): Promise<void> {
    const pictures = await knownPictures(queries, ids);
    await api.pictures.star({ ids: [...ids], star: !pictures.every(({ star }) => star) });
  }

  /** Pictures already in the trash are deleted for good after a confirmation. */
  async function toTrash(): Promise<void> {
    const pictures = await knownPictures(queries, ids);
    const gone = pictures.length > 0 && pictures.every(({ trashedAt }) => trashedAt !== null);
    if (gone) useLibrary.setState({ dialog: { kind: 'purge', ids } });
    else await trashPictures(ids);
  }

  return (
    <>
      <DropTarget />
      <LibraryDialogs />
    </>
  );
}

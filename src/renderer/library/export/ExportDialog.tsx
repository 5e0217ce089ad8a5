import {
  Alert,
  Button,
  Checkbox,
  ColorInput,
  Group,
  Radio,
  SegmentedControl,
  Slider,
  Stack,
  Text,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExportLook, exportLookSchema } from '../../../shared/contract/pictures.ts';
import { EXPORT_LOOK } from '../../../shared/formats/settings.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { saveExport } from '../../components/save-file.ts';
import { explain, tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';
import { recall, remember } from '../../state/remember.ts';
import { knownPictures } from '../actions/known-pictures.ts';
import { MOST_LISTED } from '../grid/pages.ts';
import { useLibrary, useTargets } from '../library-store.ts';
import classes from './ExportDialog.module.css';
import { exportSize } from './export-size.ts';

/** Initial colour of a colour field. */
const WHITE = '#ffffff';
const SCALES = [1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({ value, label: `${value}×` }));
const FIRST_LOOK: ExportLook = { scale: 1, background: 'transparent', stripRecipe: false };

interface Props {
  /** Exports this board only. */
  boardId?: number | undefined;
  onClose(): void;
}

/** Saves the picture, the selection or a board as files. */
export function ExportDialog({ boardId, onClose }: Props) {
  const { t } = useTranslation('library');
  const queries = useQueryClient();
  const targets = useTargets();
  // The dialog takes the focus from the grid, so it keeps the pictures that were chosen when it opened.
  const [ids] = useState(targets);
  const openBoardId = useLibrary(({ filter }) => filter.boardId);
  const [what, setWhat] = useState<'pictures' | 'board'>(
    boardId !== undefined || ids.length === 0 ? 'board' : 'pictures',
  );
  const offeredBoard = boardId ?? openBoardId;
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  const board = boards?.find(({ id }) => id === offeredBoard);

  const ofBoard = what === 'board' && offeredBoard !== undefined;
  const { data: pictures } = useQuery({
    queryKey: ['export', ofBoard ? offeredBoard : ids],
    queryFn: () =>
      ofBoard
        ? api.pictures
            .list({ filter: { boardId: offeredBoard }, sort: 'newest', offset: 0, limit: MOST_LISTED })
            .then(({ items }) => items)
        : knownPictures(queries, ids),
    staleTime: 0,
  });
  const count = ofBoard ? (board?.count ?? 0) : ids.length;
  const [look, setLook] = useState(() => recall(EXPORT_LOOK) ?? FIRST_LOOK);
  const change = (part: Partial<ExportLook>) => setLook((old) => ({ ...old, ...part }));
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  // If not all are known, one of them may have alpha.
  const mayHaveAlpha = !pictures || pictures.length < count || pictures.some(({ hasAlpha }) => hasAlpha);
  const size = pictures && pictures.length === count ? exportSize(pictures, look.scale) : null;

  async function save(): Promise<void> {
    setWorking(true);
    setProblem(null);
    remember(EXPORT_LOOK, look);
    try {
      const ticket = await api.pictures.export(
        ofBoard ? { what: 'board', boardId: offeredBoard, look } : { what: 'pictures', ids: [...ids], look },
      );
      onClose();
      saveExport(ticket).catch(tellError);
    } catch (error) {
      setProblem(error);
      setWorking(false);
    }
  }

  const refusal = problem === null ? null : explain(problem);
  return (
    <Dialog opened onClose={onClose} title={t('export')} size="sm">
      <Stack gap="md">
        {boardId === undefined && board && ids.length > 0 ? (
          <Radio.Group label={t('exportWhat')} value={what} onChange={(value) => setWhat(value as typeof what)}>
            <Stack gap={6} mt={4}>
              <Radio size="xs" value="pictures" label={t('exportPictures', { count: ids.length })} />
              <Radio size="xs" value="board" label={t('exportOfBoard', { board: board.name, count: board.count })} />
            </Stack>
          </Radio.Group>
        ) : (
          <Text>
            {ofBoard && board
              ? t('exportOfBoard', { board: board.name, count: board.count })
              : t('exportPictures', { count: ids.length })}
          </Text>
        )}
        <div>
          <Group justify="space-between" mb={4}>
            <Text size="sm" id="export-scale">
              {t('scale')}
            </Text>
            <Text size="sm" c="dark.2">
              {size
                ? t('pixels', { width: size.width, height: size.height })
                : t('differentSizes', { scale: look.scale })}
            </Text>
          </Group>
          <Slider
            min={1}
            max={8}
            marks={SCALES}
            label={null}
            mb="lg"
            mx={8}
            thumbLabel={t('scale')}
            value={look.scale}
            onChange={(scale) => change({ scale })}
          />
        </div>
        {mayHaveAlpha && (
          <div>
            <Text size="sm" mb={4}>
              {t('background')}
            </Text>
            <Group gap="xs" wrap="nowrap">
              <SegmentedControl
                aria-label={t('background')}
                data={[
                  { value: 'transparent', label: t('transparent') },
                  { value: 'colour', label: t('colour') },
                ]}
                value={look.background === 'transparent' ? 'transparent' : 'colour'}
                onChange={(kind) => change({ background: kind === 'transparent' ? 'transparent' : WHITE })}
              />
              {look.background !== 'transparent' && (
                <ColorInput
                  size="xs"
                  flex={1}
                  aria-label={t('colour')}
                  format="hex"
                  value={look.background}
                  eyeDropperButtonProps={{ 'aria-label': t('pickColour') }}
                  onChange={(colour) => {
                    const parsed = exportLookSchema.shape.background.safeParse(colour.toLowerCase());
                    if (parsed.success) change({ background: parsed.data });
                  }}
                />
              )}
            </Group>
          </div>
        )}
        <Checkbox
          label={t('stripRecipe')}
          description={t('stripRecipeHint')}
          classNames={{ description: classes.hint }}
          checked={look.stripRecipe}
          onChange={(event) => change({ stripRecipe: event.currentTarget.checked })}
        />
        {refusal && (
          <Alert color="red" title={refusal.what}>
            {refusal.todo}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button loading={working} disabled={count === 0} onClick={save}>
            {count > 1 ? t('exportZip') : t('exportPng')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

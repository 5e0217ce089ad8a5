import { MultiSelect, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';
import classes from './Details.module.css';

/** Its tags and boards, which can be changed here. */
export function Keeping({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('library');
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  const { data: boards } = useQuery(query.boards.list.queryOptions());
  const { id, tags, boardIds } = picture;

  function setTags(next: string[]): void {
    const add = next.filter((tag) => !tags.includes(tag));
    const remove = tags.filter((tag) => !next.includes(tag));
    if (add.length + remove.length > 0) api.pictures.tag({ ids: [id], add, remove }).catch(tellError);
  }

  function setBoards(next: readonly number[]): void {
    for (const board of next.filter((other) => !boardIds.includes(other))) {
      api.boards.add({ id: board, ids: [id] }).catch(tellError);
    }
    for (const board of boardIds.filter((other) => !next.includes(other))) {
      api.boards.takeOut({ id: board, ids: [id] }).catch(tellError);
    }
  }

  return (
    <section className={classes.part}>
      <TagsInput
        size="xs"
        label={t('tags')}
        placeholder={tags.length === 0 ? t('addTag') : undefined}
        value={tags}
        data={facets?.tags.map(({ value }) => value) ?? []}
        limit={50}
        maxTags={50}
        onChange={setTags}
      />
      {boards && boards.length > 0 && (
        <MultiSelect
          label={t('boards')}
          placeholder={boardIds.length === 0 ? t('onNoBoard') : undefined}
          value={boardIds.map(String)}
          data={boards.map((board) => ({ value: String(board.id), label: board.name }))}
          onChange={(next) => setBoards(next.map(Number))}
        />
      )}
    </section>
  );
}

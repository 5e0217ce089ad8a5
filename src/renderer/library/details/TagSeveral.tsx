import { Autocomplete } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tell } from '../../components/tell.tsx';
import { tellError } from '../../components/tell-error.tsx';
import { api, query } from '../../contract/client.ts';

/** Gives all selected pictures a tag. */
export function TagSeveral({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation('library');
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  const [text, setText] = useState('');
  const tag = text.trim();

  async function add(): Promise<void> {
    await api.pictures.tag({ ids: [...ids], add: [tag], remove: [] });
    setText('');
    tell(t('taggedSeveral', { count: ids.length, tag }));
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (tag !== '') add().catch(tellError);
      }}
    >
      <Autocomplete
        size="xs"
        label={t('tagAll')}
        placeholder={t('addTag')}
        maxLength={60}
        limit={50}
        data={facets?.tags.map(({ value }) => value) ?? []}
        value={text}
        onChange={setText}
      />
    </form>
  );
}

import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { query } from '../contract/client.ts';
import { useLibrary } from './library-store.ts';

/** Shown above the trash: how long it keeps pictures. */
export function TrashBar() {
  const { t } = useTranslation('library');
  const { data: facets } = useQuery(query.pictures.facets.queryOptions());
  return (
    <Group wrap="nowrap" gap="xs" justify="space-between" px={10} pb={6}>
      <Text size="xs" c="dark.2">
        {t('trashKeeps')}
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        flex="none"
        disabled={!facets?.trashed}
        onClick={() => useLibrary.setState({ dialog: { kind: 'empty-trash' } })}
      >
        {t('emptyTrash')}
      </Button>
    </Group>
  );
}

import { ActionIcon, Group, Rating, Tooltip } from '@mantine/core';
import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { tellError } from '../../components/tell-error.tsx';
import { api } from '../../contract/client.ts';

/** The user's star and rating. */
export function Verdict({ picture: { id, star, rating } }: { picture: PictureDetails }) {
  const { t } = useTranslation('view');
  return (
    <Group gap="xs" wrap="nowrap">
      <Tooltip label={t('star')}>
        <ActionIcon
          aria-label={t('star')}
          aria-pressed={star}
          color={star ? 'amber' : 'gray'}
          onClick={() => api.pictures.star({ ids: [id], star: !star }).catch(tellError)}
        >
          <Star size={15} fill={star ? 'currentColor' : 'none'} />
        </ActionIcon>
      </Tooltip>
      <Rating
        size="xs"
        value={rating}
        // Choosing the current rating again removes it.
        onChange={(value) => api.pictures.rate({ ids: [id], rating: value === rating ? 0 : value }).catch(tellError)}
        getSymbolLabel={(value) => t('rate', { count: value })}
        aria-label={t('rating')}
      />
    </Group>
  );
}

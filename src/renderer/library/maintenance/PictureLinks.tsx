import { Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { query } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';
import { useLibrary } from '../library-store.ts';
import classes from './PictureLinks.module.css';

/** Pictures that are shown; of the others, only the count. */
const MOST_SHOWN = 12;

/** Thumbnails that open their picture in View. They are separate files, and exist even if a picture is missing. */
export function PictureLinks({ ids }: { ids: readonly number[] }) {
  const { t } = useTranslation('maintenance');
  return (
    <div className={classes.pictures}>
      {ids.slice(0, MOST_SHOWN).map((id) => (
        <PictureLink key={id} id={id} />
      ))}
      {ids.length > MOST_SHOWN && (
        <Text size="xs" c="dark.2">
          {t('more', { count: ids.length - MOST_SHOWN })}
        </Text>
      )}
    </div>
  );
}

function PictureLink({ id }: { id: number }) {
  const { t } = useTranslation('maintenance');
  const { data } = useQuery(query.pictures.get.queryOptions({ input: { id } }));
  const [blank, setBlank] = useState(false);
  const name = data?.prompt ? t('viewPicture', { prompt: data.prompt.slice(0, 120) }) : t('viewNumber', { id });
  return (
    <Tooltip label={name} multiline maw={280}>
      <button
        type="button"
        className={`${classes.picture} checkerboard`}
        aria-label={name}
        onClick={() => {
          useLibrary.setState({ dialog: null });
          useScreens.getState().view(id);
        }}
      >
        {blank ? id : <img src={urls.thumbnail(id)} alt="" onError={() => setBlank(true)} />}
      </button>
    </Tooltip>
  );
}

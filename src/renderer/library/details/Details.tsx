import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { explain } from '../../components/tell-error.tsx';
import { query } from '../../contract/client.ts';
import { useTargets } from '../library-store.ts';
import classes from './Details.module.css';
import { PictureDetailsView } from './PictureDetailsView.tsx';
import { TagSeveral } from './TagSeveral.tsx';

/** All details of the picture that commands act on. */
export function Details() {
  const { t } = useTranslation('library');
  const ids = useTargets();
  const [id] = ids;
  const { data: picture, error } = useQuery({
    ...query.pictures.get.queryOptions({ input: { id: id! } }),
    enabled: ids.length === 1,
  });

  let note: string | null = null;
  if (ids.length === 0) note = t('noDetails');
  else if (ids.length > 1) note = t('severalDetails', { count: ids.length });
  else if (error) note = explain(error).what;
  return (
    <section className={classes.body} aria-label={t('details')}>
      {note !== null ? (
        <div className={classes.note}>
          <Text c="dark.2" ta="center">
            {note}
          </Text>
          {ids.length > 1 && <TagSeveral ids={ids} />}
        </div>
      ) : (
        picture && <PictureDetailsView key={picture.id} picture={picture} />
      )}
    </section>
  );
}

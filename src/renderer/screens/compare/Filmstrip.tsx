import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PictureSummary } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { query } from '../../contract/client.ts';
import { useScreens } from '../../state/screens.ts';
import classes from './Filmstrip.module.css';
import { usePictureName } from './use-picture-name.ts';

const RECENT = 40;

/** Recent pictures to pin and unpin. */
export function Filmstrip() {
  const { t } = useTranslation(['compare', 'components']);
  const pictureName = usePictureName();
  const { pinnedIds, togglePin } = useScreens();
  const { data } = useQuery(
    query.pictures.list.queryOptions({ input: { filter: {}, sort: 'newest', offset: 0, limit: RECENT } }),
  );
  const label = (picture: PictureSummary) =>
    t('components:named', { name: pictureName(picture), value: picture.prompt });
  return (
    <section className={classes.strip} aria-label={t('recent')}>
      {data?.items.map((picture) => (
        <UnstyledButton
          key={picture.id}
          className={classes.frame}
          aria-label={label(picture)}
          aria-pressed={pinnedIds.includes(picture.id)}
          title={label(picture)}
          onClick={() => togglePin(picture.id)}
        >
          <img className="checkerboard" src={urls.thumbnail(picture.id)} alt="" loading="lazy" />
        </UnstyledButton>
      ))}
      {data?.items.length === 0 && <p className={classes.none}>{t('noRecent')}</p>}
    </section>
  );
}

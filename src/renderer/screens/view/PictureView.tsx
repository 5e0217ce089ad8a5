import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { Empty } from '../../components/Empty.tsx';
import { Framed } from '../../components/zoom/Framed.tsx';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { query } from '../../contract/client.ts';
import { usePictureName } from '../compare/use-picture-name.ts';
import { Caption } from './Caption.tsx';
import classes from './PictureView.module.css';

interface Props {
  id: number;
  zoom: Zoom;
  hasCaption: boolean;
}

/** A picture of the library, large, with its description and energy. */
export function PictureView({ id, zoom, hasCaption }: Props) {
  const { t } = useTranslation('view');
  const pictureName = usePictureName();
  const { data: picture, isError } = useQuery(
    query.pictures.get.queryOptions({
      input: { id },
      // The previous picture stays until the next one is loaded, to avoid flicker.
      placeholderData: (previous) => previous,
    }),
  );
  if (isError) return <Empty title={t('gone')}>{t('goneBody')}</Empty>;
  if (!picture) return null;
  const alt = t('pictureAlt', { prompt: picture.prompt || t('untitled'), name: pictureName(picture) });
  return (
    <Framed zoom={zoom} caption={hasCaption && <Caption picture={picture} />}>
      <ZoomSurface zoom={zoom} picture={picture} label={alt}>
        {(place) => <Layer src={urls.picture(picture.id)} alt={alt} place={place} />}
      </ZoomSurface>
      {picture.trashedAt !== null && (
        <Badge className={classes.trashed} color="gray" radius="sm">
          {t('inTrash')}
        </Badge>
      )}
    </Framed>
  );
}

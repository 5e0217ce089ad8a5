import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { Empty } from '../../components/Empty.tsx';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { Badge } from './Badge.tsx';
import classes from './Frames.module.css';
import { LETTERS, type Lineup, sameSize } from './lineup.ts';
import { MagmaLegend } from './MagmaLegend.tsx';
import { usePictureName } from './use-picture-name.ts';

/** FLIP heatmaps: where each picture of a lineup visibly differs from the reference. */
export function Heatmaps({ lineup, zoom }: { lineup: Lineup; zoom: Zoom }) {
  const { t } = useTranslation('compare');
  const pictureName = usePictureName();
  const { pictures, reference } = lineup;
  return (
    <div className={classes.frames}>
      {pictures.map((picture, index) => {
        if (picture === reference) return null;
        const name = `${LETTERS[index]} ${pictureName(picture)}`;
        if (!sameSize(picture, reference)) {
          return (
            <Empty key={picture.id} title={name}>
              {t('sizesDiffer')}
            </Empty>
          );
        }
        const alt = t('heatmapOf', { name });
        return (
          <ZoomSurface key={picture.id} zoom={zoom} picture={reference} label={alt}>
            {(place) => (
              <>
                <Layer src={urls.flip(reference.id, picture.id)} alt={alt} place={place} />
                <Badge corner="left">{name}</Badge>
              </>
            )}
          </ZoomSurface>
        );
      })}
      <MagmaLegend />
    </div>
  );
}

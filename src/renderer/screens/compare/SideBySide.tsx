import { useTranslation } from 'react-i18next';
import { urls } from '../../../shared/contract/urls.ts';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { Badge } from './Badge.tsx';
import classes from './Frames.module.css';
import { LETTERS, type Lineup } from './lineup.ts';
import { usePictureName } from './use-picture-name.ts';

/** All pictures of a lineup, each in its own frame; they zoom and move together. */
export function SideBySide({ lineup, zoom }: { lineup: Lineup; zoom: Zoom }) {
  const { t } = useTranslation('compare');
  const pictureName = usePictureName();
  const { pictures, reference } = lineup;
  return (
    <div className={classes.frames} data-count={pictures.length}>
      {pictures.map((picture, index) => {
        const name = `${LETTERS[index]} ${pictureName(picture)}`;
        const alt = t('surface', { name, prompt: picture.prompt });
        return (
          <ZoomSurface key={picture.id} zoom={zoom} picture={reference} label={alt}>
            {(place) => (
              <>
                <Layer src={urls.picture(picture.id)} alt={alt} place={place} />
                <Badge corner="left" reference={picture === reference}>
                  {name}
                </Badge>
              </>
            )}
          </ZoomSurface>
        );
      })}
    </div>
  );
}

import { useTranslation } from 'react-i18next';
import type { JobProgress, JobSummary } from '../../../shared/contract/queue.ts';
import { Framed } from '../../components/zoom/Framed.tsx';
import { Layer } from '../../components/zoom/Layer.tsx';
import type { Zoom } from '../../components/zoom/use-zoom.ts';
import { ZoomSurface } from '../../components/zoom/ZoomSurface.tsx';
import { usePreview } from './use-preview.ts';
import { previewOf } from './what-to-show.ts';

interface Props {
  job: JobSummary;
  progress: JobProgress | null;
  zoom: Zoom;
}

/** A picture while it is being painted. */
export function LivePreview({ job, progress, zoom }: Props) {
  const { t } = useTranslation('view');
  const preview = usePreview(previewOf(job, progress));
  const label = t('liveAlt', { prompt: job.prompt });
  return (
    <Framed zoom={zoom}>
      <ZoomSurface zoom={zoom} picture={job} label={label}>
        {(place) =>
          preview === null ? (
            <div className="checkerboard" style={{ position: 'absolute', ...place }} />
          ) : (
            <Layer src={preview} alt={label} place={place} />
          )
        }
      </ZoomSurface>
    </Framed>
  );
}

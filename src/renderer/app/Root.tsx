import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { tell } from '../components/tell.tsx';
import { RescueScreen } from '../library/maintenance/RescueScreen.tsx';
import { useLibraryStatus } from '../library/maintenance/use-library-status.ts';
import { wasReopened } from '../state/reopen.ts';
import { App } from './App.tsx';

/** The studio, or the rescue screen while its library cannot be opened. */
export function Root() {
  const { t } = useTranslation('maintenance');
  const status = useLibraryStatus();
  const damaged = status?.state === 'damaged';
  useEffect(() => {
    if (!damaged && wasReopened()) tell(t('reopened'), 8000);
  }, [damaged, t]);
  return damaged ? <RescueScreen status={status} /> : <App />;
}

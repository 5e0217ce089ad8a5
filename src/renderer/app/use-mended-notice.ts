import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { query } from '../contract/client.ts';
import { tell } from '../parts/tell.tsx';

/** Nobody waits for these: long enough to be noticed and read. */
const READ_MS = 20_000;

/** Says once what the start found amiss in the library's folder. */
export function useMendedNotice(): void {
  const { t } = useTranslation('app');
  const { data } = useQuery(query.studio.info.queryOptions());
  useEffect(() => {
    if (!data) return;
    const { missing, setAside } = data.mended;
    if (missing > 0) tell(t('missing', { count: missing }), READ_MS);
    if (setAside > 0) tell(t('setAside', { count: setAside }), READ_MS);
  }, [data]);
}

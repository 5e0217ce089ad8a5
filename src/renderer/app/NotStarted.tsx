import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../components/Empty.tsx';
import { explain, sentences } from '../components/tell-error.tsx';

/** Shown instead of the studio when it answered but its first screen cannot be drawn. */
export function NotStarted({ problem }: { problem: unknown }) {
  const { t } = useTranslation('app');
  return (
    <main style={{ height: '100vh' }}>
      <Empty title={t('notStarted')} action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}>
        {sentences(explain(problem))}
      </Empty>
    </main>
  );
}

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../components/Empty.tsx';
import { explain, sentence } from '../components/tell-error.tsx';

/** Shown instead of the studio when it answered but its first screen cannot be drawn. */
export function NotStarted({ problem }: { problem: unknown }) {
  const { t } = useTranslation('app');
  const { what, todo } = explain(problem);
  return (
    <main style={{ height: '100vh' }}>
      <Empty title={t('notStarted')} action={<Button onClick={() => window.location.reload()}>{t('reload')}</Button>}>
        {sentence(what)} {sentence(todo)}
      </Empty>
    </main>
  );
}

import { Button, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Milliseconds between two checks whether the studio answers again. */
const LOOK_MS = 3000;

/** Covers the window when the studio behind this page is gone. As soon as it answers again, the page reloads. */
export function Lost() {
  const { t } = useTranslation('app');
  const [elsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  });

  /** Reloading before it answers would show the browser's error page, which does not retry. */
  async function look(): Promise<void> {
    const answer = await fetch('/', { cache: 'no-store' }).catch(() => null);
    if (answer?.ok) window.location.reload();
    else setElsewhere(answer?.status === 401);
  }

  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={t('lostTitle')}>
      <Text mb="md" role="status">
        {t(elsewhere ? 'lostElsewhere' : 'lostTodo')}
      </Text>
      <Button onClick={() => void look()}>{t('reload')}</Button>
    </Modal>
  );
}

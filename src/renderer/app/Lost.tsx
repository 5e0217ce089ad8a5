import { Button, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Between two looks whether the studio is back. */
const LOOK_MS = 3000;

/** Over everything, when the studio behind this page is gone. As soon as it answers again the page begins anew. */
export function Lost() {
  const { t } = useTranslation('app');
  const [elsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  });

  /** A page that reloads itself while nothing answers would be the browser's own, which does not look again. */
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

import { Button, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Over everything, when the studio behind this page is gone. */
export function Lost() {
  const { t } = useTranslation('app');
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title={t('lostTitle')}>
      <Text mb="md">{t('lostTodo')}</Text>
      <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
    </Modal>
  );
}

import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/Dialog.tsx';
import { tellError } from '../components/tell-error.tsx';

interface Props {
  title: string;
  text: ReactNode;
  /** What the button says. */
  action: string;
  onConfirm(): Promise<unknown>;
  onClose(): void;
}

/** Asks for confirmation before an action that cannot be undone. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: Props) {
  const { t } = useTranslation('library');
  return (
    <Dialog opened onClose={onClose} title={title} size="sm">
      <Text component="div">{text}</Text>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose();
            onConfirm().catch(tellError);
          }}
        >
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}

import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { boardSchema } from '../../../shared/contract/pictures.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { explain } from '../../components/tell-error.tsx';

interface Props {
  title: string;
  /** What the button says. */
  action: string;
  initialName: string;
  onName(name: string): Promise<unknown>;
  onClose(): void;
}

/** Asks for a board's name. An error is shown beside the field, and the dialog stays open. */
export function BoardNameDialog({ title, action, initialName, onName, onClose }: Props) {
  const { t } = useTranslation('library');
  const [name, setName] = useState(initialName);
  const [problem, setProblem] = useState<string | null>(null);
  const valid = boardSchema.shape.name.safeParse(name.trim());
  return (
    <Dialog opened onClose={onClose} title={title} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!valid.success) return;
          onName(valid.data).then(onClose, (error) => setProblem(explain(error).what));
        }}
      >
        <TextInput
          label={t('boardName')}
          value={name}
          maxLength={80}
          error={problem}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
        />
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!valid.success}>
            {action}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

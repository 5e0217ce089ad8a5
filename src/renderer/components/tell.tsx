import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { tellError } from './tell-error.tsx';
import { pushUndo, undo } from './undo.ts';

/** A short notice that disappears by itself. */
export function tell(message: string, milliseconds = 4000): void {
  notifications.show({
    message,
    autoClose: milliseconds,
    closeButtonProps: { 'aria-label': i18next.t('components:close') },
  });
}

/** Reports what was done and offers to undo it, here and with the undo key. */
export function tellUndoable(what: string, takeBack: () => Promise<unknown>): void {
  const step = { what, undo: takeBack };
  pushUndo(step);
  const id = notifications.show({
    autoClose: 8000,
    closeButtonProps: { 'aria-label': i18next.t('components:close') },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{what}</Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo(step).catch(tellError);
          }}
        >
          {i18next.t('components:undo')}
        </Button>
      </Group>
    ),
  });
}

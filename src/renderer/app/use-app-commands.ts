import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listenForKeys } from '../commands/hotkeys.ts';
import { useCommand } from '../commands/registry.ts';
import { tell } from '../components/tell.tsx';
import { tellError } from '../components/tell-error.tsx';
import { undo, useUndo } from '../components/undo.ts';

/** Commands that do not belong to a screen. */
export function useAppCommands(): void {
  const { t } = useTranslation('app');
  const newest = useUndo(({ stack }) => stack.at(-1));
  useEffect(() => listenForKeys(), []);
  useCommand(
    'undo',
    () => {
      if (!newest) return;
      undo(newest).then(() => tell(t('undone', { what: newest.what })), tellError);
    },
    newest !== undefined,
  );
}

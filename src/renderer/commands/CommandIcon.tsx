import { ActionIcon, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { COMMANDS, type CommandId } from '../../shared/commands.ts';
import { commandTitle } from '../../shared/locales/translate.ts';
import { currentLanguage } from '../language/language.ts';
import { readableKeys } from './keys.ts';
import { runCommand, useAvailable } from './registry.ts';

interface Props {
  command: CommandId;
  /** For buttons that do something other than the command's title says. */
  label?: string;
  /** For commands that switch something on and off. */
  pressed?: boolean;
  children: ReactNode;
}

/** A command as a small button; its name and keys are in the tooltip. */
export function CommandIcon({ command, label, pressed, children }: Props) {
  const available = useAvailable(command);
  const title = label ?? commandTitle(command, currentLanguage());
  const { keys } = COMMANDS[command];
  return (
    <Tooltip label={keys === null ? title : `${title} (${readableKeys(keys)})`}>
      <ActionIcon aria-label={title} aria-pressed={pressed} disabled={!available} onClick={() => runCommand(command)}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

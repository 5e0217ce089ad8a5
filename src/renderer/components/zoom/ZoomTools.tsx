import { ActionIcon, Group, Tooltip, UnstyledButton } from '@mantine/core';
import { Blend, Minus, Plus, Scan } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CommandIcon } from '../../commands/CommandIcon.tsx';
import { runCommand } from '../../commands/registry.ts';
import { setSmooth, useSmooth } from './smooth.ts';
import type { Zoom } from './use-zoom.ts';
import classes from './ZoomTools.module.css';

/** Zoom out, the percentage, zoom in, actual size, smooth. */
export function ZoomTools({ zoom }: { zoom: Zoom }) {
  const { t } = useTranslation('zoom');
  const smooth = useSmooth();
  const percent = zoom.shown === null ? '' : `${Math.round(zoom.shown * 100)} %`;
  return (
    <Group gap={2} wrap="nowrap" role="group" aria-label={t('tools')} className={classes.tools}>
      <CommandIcon command="zoom-out">
        <Minus size={15} />
      </CommandIcon>
      <UnstyledButton
        className={classes.percent}
        data-testid="zoom-percent"
        aria-label={t('fitNow', { percent })}
        onClick={() => runCommand('zoom-fit')}
      >
        {percent}
      </UnstyledButton>
      <CommandIcon command="zoom-in">
        <Plus size={15} />
      </CommandIcon>
      <CommandIcon command="zoom-actual">
        <Scan size={15} />
      </CommandIcon>
      <Tooltip label={t('smooth')}>
        <ActionIcon aria-label={t('smooth')} aria-pressed={smooth} onClick={() => setSmooth(!smooth)}>
          <Blend size={15} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

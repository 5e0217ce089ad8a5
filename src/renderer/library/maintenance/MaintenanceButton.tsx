import { ActionIcon, Indicator, Loader, Tooltip } from '@mantine/core';
import { LifeBuoy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runCommand } from '../../commands/registry.ts';
import { useWorking } from './use-library-status.ts';
import { useOpenNotices } from './use-open-notices.ts';

/**
 * Opens the maintenance of the library. A dot: a notice waits for the user; a spinning ring: an operation is running.
 */
export function MaintenanceButton() {
  const { t } = useTranslation(['maintenance', 'components']);
  const working = useWorking();
  const waits = useOpenNotices().some(({ kind }) => kind !== 'takenIn');
  const idle = waits ? t('needsAttention') : t('title');
  const name = working ? t('components:named', { name: t('title'), value: t(working.what) }) : idle;
  return (
    <Tooltip label={name}>
      <Indicator size={7} offset={6} disabled={!waits || working !== null}>
        <ActionIcon aria-label={name} onClick={() => runCommand('library-maintenance')}>
          {working ? <Loader size={14} color="gray" /> : <LifeBuoy size={15} aria-hidden />}
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}

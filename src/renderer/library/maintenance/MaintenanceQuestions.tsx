import { useTranslation } from 'react-i18next';
import type { Backup } from '../../../shared/contract/maintenance.ts';
import { ConfirmDialog } from '../ConfirmDialog.tsx';
import { purgeDoubtful, rebuild, restore } from './actions.ts';
import classes from './MaintenanceQuestions.module.css';
import { dayInWords } from './time.ts';

/** Asks for confirmation before a backup replaces the library. */
export function RestoreQuestion({ backup, onClose }: { backup: Backup; onClose(): void }) {
  const { t } = useTranslation('maintenance');
  return (
    <ConfirmDialog
      title={t('restoreTitle', { when: dayInWords(backup.createdAt) })}
      text={
        <Points
          points={[
            t('restoreThen', { pictures: t('pictures', { count: backup.pictures }) }),
            t('restoreSince'),
            t('restoreLost'),
            t('restoreKept'),
          ]}
        />
      }
      action={t('restoreAction')}
      onConfirm={() => restore(backup.name)}
      onClose={onClose}
    />
  );
}

export function RebuildQuestion({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('maintenance');
  return (
    <ConfirmDialog
      title={t('rebuildTitle')}
      text={<Points points={[t('rebuildBack'), t('rebuildMarks'), t('rebuildLost'), t('restoreKept')]} />}
      action={t('rebuildAction')}
      onConfirm={rebuild}
      onClose={onClose}
    />
  );
}

export function PurgeDoubtfulQuestion({ count, onClose }: { count: number; onClose(): void }) {
  const { t } = useTranslation('library');
  return (
    <ConfirmDialog
      title={t('purgeTitle', { count })}
      text={t('purgeText')}
      action={t('purge')}
      onConfirm={() => purgeDoubtful(count)}
      onClose={onClose}
    />
  );
}

function Points({ points }: { points: readonly string[] }) {
  return (
    <ul className={classes.points}>
      {points.map((point) => (
        <li key={point}>{point}</li>
      ))}
    </ul>
  );
}

import type { TFunction } from 'i18next';
import type { Backup } from '../../../shared/contract/maintenance.ts';
import { sentenceCase } from '../../components/tell-error.tsx';
import { si } from '../../language/quantities.ts';
import { dayInWords, exactTime } from './time.ts';

/** 'Today, 2:02 PM', and to the second with pictures and size. */
export function backupFacts(t: TFunction<'maintenance'>, backup: Backup): { when: string; exactly: string } {
  return {
    when: sentenceCase(dayInWords(backup.createdAt)),
    exactly: [exactTime(backup.createdAt), t('pictures', { count: backup.pictures }), si(backup.bytes, 'B')].join(
      ' · ',
    ),
  };
}

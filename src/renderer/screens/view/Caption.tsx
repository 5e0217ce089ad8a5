import { Group, Text } from '@mantine/core';
import { CopyPlus, Pin, PinOff, Share, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { CommandIcon } from '../../commands/CommandIcon.tsx';
import { Joules } from '../../components/Joules.tsx';
import { duration, siRange } from '../../language/quantities.ts';
import { useScreens } from '../../state/screens.ts';
import { Fidelity } from '../compare/Fidelity.tsx';
import { usePictureName } from '../compare/use-picture-name.ts';
import classes from './Caption.module.css';
import { Verdict } from './Verdict.tsx';

/** Short description of a picture, its energy, and its actions. */
export function Caption({ picture }: { picture: PictureDetails }) {
  const { t } = useTranslation('view');
  const pictureName = usePictureName();
  const isPinned = useScreens(({ pinnedIds }) => pinnedIds.includes(picture.id));
  const { prompt, seed, joules, energy, seconds, fidelity } = picture;
  return (
    <section className={classes.caption} aria-label={t('caption')}>
      <Group gap="md" wrap="nowrap" className={classes.line}>
        <Text size="md" truncate flex={1} title={prompt}>
          {prompt || t('untitled')}
        </Text>
        <Verdict picture={picture} />
        <Group gap={2} wrap="nowrap">
          <CommandIcon command="pin-picture" label={isPinned ? t('unpin') : t('pin')} pressed={isPinned}>
            {isPinned ? <PinOff size={15} /> : <Pin size={15} />}
          </CommandIcon>
          <CommandIcon command="use-all">
            <CopyPlus size={15} />
          </CommandIcon>
          <CommandIcon command="export-pictures">
            <Share size={15} />
          </CommandIcon>
          <CommandIcon command="trash-picture">
            <Trash2 size={15} />
          </CommandIcon>
        </Group>
      </Group>
      <Group gap="md" className={classes.facts}>
        <span>{pictureName(picture)}</span>
        {seed !== null && <span>{t('seed', { seed })}</span>}
        {joules === null ? (
          <span>{t('energyUnknown')}</span>
        ) : (
          <span>
            <Joules joules={joules} kind="measured" range={energy?.uncertainty} />
            {energy && ` (${siRange(energy.uncertainty, 'J')})`}
          </span>
        )}
        {seconds !== null && <span>{duration(seconds)}</span>}
        {fidelity && (
          <span>
            {t('fidelityTo')} <Fidelity figures={fidelity} />
          </span>
        )}
      </Group>
    </section>
  );
}

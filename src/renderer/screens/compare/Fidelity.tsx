import { Tooltip, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FidelityFigures } from '../../../shared/contract/pictures.ts';
import { decimal } from '../../language/quantities.ts';
import classes from './Fidelity.module.css';

/** Fidelity of a picture to its reference: 'PSNR 31.5 dB, FLIP 0.04'; explained on hover and focus. */
export function Fidelity({ figures }: { figures: FidelityFigures }) {
  const { t } = useTranslation('compare');
  const text =
    figures.psnr === null
      ? t('identical')
      : t('psnrAndFlip', { psnr: decimal(figures.psnr, 1), flip: decimal(figures.flip, 2) });
  return (
    <Tooltip label={t('fidelityHint')} multiline w={320} events={{ hover: true, focus: true, touch: true }}>
      <UnstyledButton className={classes.fidelity}>{text}</UnstyledButton>
    </Tooltip>
  );
}

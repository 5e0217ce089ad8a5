import { UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import classes from './Details.module.css';

/** Opens and closes the details. */
export function DetailsHeader({ open, onToggle }: { open: boolean; onToggle(): void }) {
  const { t } = useTranslation('library');
  return (
    <UnstyledButton className={classes.header} aria-expanded={open} onClick={onToggle}>
      {t('details')}
      {open ? <ChevronDown size={14} aria-hidden /> : <ChevronUp size={14} aria-hidden />}
    </UnstyledButton>
  );
}

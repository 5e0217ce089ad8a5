import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { Target, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureDetails } from '../../../shared/contract/pictures.ts';
import { urls } from '../../../shared/contract/urls.ts';
import { Joules } from '../../components/Joules.tsx';
import { duration, siRange } from '../../language/quantities.ts';
import { useScreens } from '../../state/screens.ts';
import { useCompare } from './compare-store.ts';
import { differingFields } from './differing-fields.ts';
import { Fidelity } from './Fidelity.tsx';
import { LETTERS, type Lineup } from './lineup.ts';
import classes from './PinnedTable.module.css';
import { type Measured, useMeasured } from './use-measured.ts';
import { usePictureName } from './use-picture-name.ts';
import { useRowTexts } from './use-row-texts.ts';

/** Smallest widths of the columns; a narrower screen scrolls. */
const TITLES_PX = 104;
const PICTURE_PX = 156;

/** A column for each picture: its energy, its fidelity to the reference, and the other differences. */
export function PinnedTable({ lineup }: { lineup: Lineup }) {
  const { t } = useTranslation('compare');
  const texts = useRowTexts();
  const { pictures } = lineup;
  const measured = useMeasured(lineup);
  const differences = differingFields(pictures);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reachable
    <section className={classes.scroller} tabIndex={0} aria-label={t('table')}>
      <table className={classes.table} style={{ minWidth: TITLES_PX + pictures.length * PICTURE_PX }}>
        <thead>
          <tr>
            <td />
            {pictures.map((picture, index) => (
              <th key={picture.id} scope="col">
                <PictureHead lineup={lineup} picture={picture} letter={LETTERS[index]!} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row title={t('energy')}>{pictures.map(energyOf)}</Row>
          <Row title={t('range')}>
            {pictures.map(({ energy }) => (energy ? siRange(energy.uncertainty, 'J') : '—'))}
          </Row>
          <Row title={t('time')}>{pictures.map(({ seconds }) => (seconds === null ? '—' : duration(seconds)))}</Row>
          {pictures.length > 1 && (
            <Row title={t('fidelity')}>
              {measured.map((figures, index) => (
                <Likeness key={pictures[index]!.id} measured={figures} />
              ))}
            </Row>
          )}
        </tbody>
        {pictures.length > 1 && (
          <tbody>
            {differences.map(({ row, values }) => (
              <Row key={texts.title(row)} title={texts.title(row)} differs>
                {values.map((value) => texts.value(row, value))}
              </Row>
            ))}
            {differences.length === 0 && (
              <tr>
                <td />
                <td colSpan={pictures.length} className={classes.same}>
                  {t('sameSettings')}
                </td>
              </tr>
            )}
          </tbody>
        )}
      </table>
    </section>
  );
}

function Row({ title, differs = false, children }: { title: string; differs?: boolean; children: ReactNode[] }) {
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">{title}</th>
      {children.map((cell, index) => (
        <td key={index} title={typeof cell === 'string' ? cell : undefined}>
          {cell}
        </td>
      ))}
    </tr>
  );
}

function energyOf({ id, joules, energy }: PictureDetails): ReactNode {
  if (joules === null) return '—';
  return <Joules key={id} joules={joules} kind="measured" range={energy?.uncertainty} />;
}

function Likeness({ measured }: { measured: Measured }) {
  const { t } = useTranslation('compare');
  switch (measured) {
    case 'reference':
      return <span className={classes.reference}>{t('reference')}</span>;
    case 'other-size':
      return <span className={classes.dim}>{t('otherSize')}</span>;
    case 'measuring':
      return <span className={classes.dim}>{t('measuring')}</span>;
    case 'failed':
      return <span className={classes.dim}>{t('unmeasured')}</span>;
    default:
      return <Fidelity figures={measured} />;
  }
}

interface HeadProps {
  lineup: Lineup;
  picture: PictureDetails;
  letter: string;
}

function PictureHead({ lineup, picture, letter }: HeadProps) {
  const { t } = useTranslation(['compare', 'components']);
  const pictureName = usePictureName();
  const togglePin = useScreens((screens) => screens.togglePin);
  const name = `${letter} ${pictureName(picture)}`;
  const isReference = picture === lineup.reference;
  return (
    <div
      className={classes.head}
      data-active={picture === lineup.active || undefined}
      data-narrow={lineup.pictures.length > 2 || undefined}
    >
      <UnstyledButton
        className={classes.name}
        aria-label={t('showThis', { name })}
        aria-pressed={picture === lineup.active}
        disabled={isReference}
        onClick={() => useCompare.setState({ activeId: picture.id })}
      >
        <img className="checkerboard" src={urls.thumbnail(picture.id)} alt="" width={32} height={32} />
        <span className={isReference ? classes.reference : undefined}>{name}</span>
      </UnstyledButton>
      <div className={classes.actions}>
        <Tooltip label={isReference ? t('isReference') : t('makeReference')}>
          <ActionIcon
            size={22}
            className={isReference ? classes.reference : undefined}
            aria-label={t('components:named', {
              name: isReference ? t('isReference') : t('makeReference'),
              value: name,
            })}
            aria-pressed={isReference}
            onClick={() => useCompare.setState({ referenceId: picture.id })}
          >
            <Target size={14} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('unpin')}>
          <ActionIcon
            size={22}
            aria-label={t('components:named', { name: t('unpin'), value: name })}
            onClick={() => togglePin(picture.id)}
          >
            <X size={14} />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

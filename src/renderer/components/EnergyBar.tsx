import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ENERGY_COMPONENTS, type EnergyComponents } from '../../shared/energy/energy-report.ts';
import { decimal, si } from '../language/quantities.ts';
import classes from './EnergyBar.module.css';

interface Props {
  components: EnergyComponents;
  /** Joules for the full width, so that several bars can be compared; default: this bar's own total. */
  full?: number;
  label: string;
}

/** The energy of a picture by component, as one stacked bar. */
export function EnergyBar({ components, full, label }: Props) {
  const { t } = useTranslation('components');
  const total = ENERGY_COMPONENTS.reduce((sum, name) => sum + components[name], 0);
  const whole = full ?? total;
  const shares = ENERGY_COMPONENTS.filter((name) => components[name] > 0);
  return (
    <div
      className={classes.bar}
      role="img"
      aria-label={t('named', {
        name: label,
        value: shares.map((name) => `${t(name)} ${si(components[name], 'J')}`).join(t('comma')),
      })}
    >
      {shares.map((name) => (
        <Tooltip
          key={name}
          label={`${t('named', { name: t(name), value: si(components[name], 'J') })} (${decimal((100 * components[name]) / total, 0)} %)`}
        >
          <div
            className={classes.part}
            data-component={name}
            style={{ width: `${(100 * components[name]) / whole}%` }}
          />
        </Tooltip>
      ))}
    </div>
  );
}

/** Legend of the colours. */
export function EnergyLegend() {
  const { t } = useTranslation('components');
  return (
    <ul className={classes.legend}>
      {ENERGY_COMPONENTS.map((name) => (
        <li key={name}>
          <span className={classes.swatch} data-component={name} />
          {t(name)}
        </li>
      ))}
    </ul>
  );
}

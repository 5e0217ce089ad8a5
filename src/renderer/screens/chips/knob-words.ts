import { useTranslation } from 'react-i18next';
import { en } from '../../../shared/locales/en.ts';
import { si } from '../../language/quantities.ts';
import type { KnobPath, KnobValue } from './knobs.ts';

/** Units of the figures that have one. */
const UNITS: Partial<Record<KnobPath, string>> = {
  cell_gMax: 'S',
  circuit_supply: 'V',
  circuit_readVoltage: 'V',
  circuit_readPulse: 's',
  circuit_adcRate: 'Hz',
  circuit_leakage: 'W',
  circuit_writeEnergy: 'J',
  circuit_macEnergy: 'J',
  cell_drift_t0: 's',
};

type ChoiceText = keyof typeof en.chips & `value_${string}`;

/** The values that are one of a few. */
const CHOICES = new Set(Object.keys(en.chips).filter((key) => key.startsWith('value_')));

/** The figures of a profile in the artist's language. */
export function useKnobWords() {
  const { t } = useTranslation('chips');
  /** What a choice is called; one that this version does not know by itself. */
  const choice = (value: string) => (CHOICES.has(`value_${value}`) ? t(`value_${value}` as ChoiceText) : value);
  return {
    label: (path: KnobPath) => t(path),
    choice,
    help: (path: KnobPath) => t(`${path}_help`),
    text(path: KnobPath, value: KnobValue): string {
      if (value === null) return t('none');
      if (Array.isArray(value)) return value.join(', ');
      if (typeof value === 'string') return choice(value);
      const unit = UNITS[path];
      if (path === 'circuit_node') return `${value} nm`;
      return unit ? si(Number(value), unit) : String(value);
    },
    /** For an input's label: the base unit of its number. */
    unit: (path: KnobPath) => (path === 'circuit_node' ? 'nm' : UNITS[path]),
  };
}

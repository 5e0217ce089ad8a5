import { useTranslation } from 'react-i18next';
import { si } from '../../../shared/quantities.ts';
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

/** Names of a profile's figures in the user's language. */
export function useKnobWords() {
  const { t } = useTranslation('chips');
  return {
    label: (path: KnobPath) => t(path),
    help: (path: KnobPath) => t(`${path}_help`),
    text(path: KnobPath, value: KnobValue): string {
      if (value === null) return t('none');
      if (Array.isArray(value)) return value.join(', ');
      if (typeof value === 'string') return value;
      const unit = UNITS[path];
      if (path === 'circuit_node') return `${value} nm`;
      return unit ? si(Number(value), unit) : String(value);
    },
    /** For an input's label: the base unit of its number. */
    unit: (path: KnobPath) => (path === 'circuit_node' ? 'nm' : UNITS[path]),
  };
}

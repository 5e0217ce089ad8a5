import * as quantities from '../../shared/quantities.ts';
import { currentLanguage } from './language.ts';

/** The figures of shared/quantities.ts in the language of the screens. */

export const si = (value: number, unit: string) => quantities.si(value, unit, currentLanguage());

export const siRange = (range: { low: number; high: number }, unit: string) =>
  quantities.siRange(range, unit, currentLanguage());

export const duration = (seconds: number) => quantities.duration(seconds, currentLanguage());

export const factor = (value: number) => quantities.factor(value, currentLanguage());

export const decimal = (value: number, digits: number) => quantities.decimal(value, digits, currentLanguage());

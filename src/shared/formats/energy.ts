import { energyReportSchema } from '../energy/energy-report.ts';
import { defineFormat } from './format.ts';

/** Beside a picture in the database. */
export const ENERGY = defineFormat('energy', energyReportSchema);

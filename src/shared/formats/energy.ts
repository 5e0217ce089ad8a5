import { energyReportSchema } from '../energy/energy-report.ts';
import { defineFormat } from './format.ts';

/** Stored beside a picture in the database. */
export const ENERGY = defineFormat('energy', energyReportSchema);

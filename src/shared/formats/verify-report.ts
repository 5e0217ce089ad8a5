import { verifyReportSchema } from '../contract/maintenance.ts';
import { defineFormat } from './format.ts';
import { withUnread } from './verify-report/1-to-2.ts';

/** Result of the last verification of the whole library, stored in its database. */
export const VERIFY_REPORT = defineFormat('verify-report', verifyReportSchema, [withUnread]);

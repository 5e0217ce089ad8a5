import { verifyReportSchema } from '../contract/maintenance.ts';
import { defineFormat } from './format.ts';
import { withUnread } from './verify-report/1-to-2.ts';
import { withReasons } from './verify-report/2-to-3.ts';

/** What the last look at the whole library found, in its database. */
export const VERIFY_REPORT = defineFormat('verify-report', verifyReportSchema, [withUnread, withReasons]);

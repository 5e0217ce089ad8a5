/** null is an empty field. */
export type CsvValue = string | number | boolean | null;

/**
 * A table as RFC 4180 has it, in UTF-8 with the mark at the start by which spreadsheets know it. A text that a spreadsheet
 * would run as a formula gets an apostrophe before it, for prompts may come from strangers' pictures.
 */
export function csv(rows: readonly (readonly CsvValue[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // Full-width signs count as the plain ones in some spreadsheets.
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

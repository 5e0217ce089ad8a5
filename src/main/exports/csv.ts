/** null gives an empty field. */
export type CsvValue = string | number | boolean | null;

/**
 * A table as RFC 4180 defines it, in UTF-8 with a byte order mark, by which spreadsheets recognise UTF-8. A text that a
 * spreadsheet would run as a formula gets an apostrophe in front, because prompts may come from strangers' pictures.
 */
export function csv(rows: readonly (readonly CsvValue[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // Some spreadsheets treat full-width characters as the plain ones.
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

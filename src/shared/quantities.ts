/** Three significant digits with an SI prefix: 0.00123 J -> '1.23 mJ'. */
export function si(value: number, unit: string): string {
  if (value === 0) return `0 ${unit}`;
  const prefixes = ['p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T'];
  // Rounded first, so that 999.9 becomes 1.00 k and not 1000.
  const rounded = Number(value.toPrecision(3));
  const thousands = Math.min(Math.max(Math.floor(Math.log10(Math.abs(rounded)) / 3), -4), 4);
  return `${(rounded / 1000 ** thousands).toPrecision(3)} ${prefixes[thousands + 4]}${unit}`;
}

/** Two quantities with what is between: '70.2 mJ – 499 mJ'. */
export function siRange({ low, high }: { low: number; high: number }, unit: string): string {
  return `${si(low, unit)} – ${si(high, unit)}`;
}

/** '0.4 s', '12 s', '3 min 20 s', '2 h 5 min'. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Two significant digits at most: 12.3 -> '12', 0.123 -> '0.12'. */
export function factor(value: number): string {
  return String(value >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

/** The prompt as a short file name: letters and digits of any script, the rest as dashes. */
export function slug(prompt: string): string {
  const words = prompt
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words) {
    const longer = name === '' ? word : `${name}-${word}`;
    // File systems count bytes, 255 of them; this leaves room for seed and number.
    if (Buffer.byteLength(longer) > 60) break;
    name = longer;
  }
  return name === '' ? 'picture' : name;
}

/** Bytes. File systems allow 255; this leaves room for seed and number. */
const LONGEST = 60;

/** A text as a short file name: letters and digits of any script, the rest as dashes; 'picture' if nothing is left. */
export function slug(text: string): string {
  const words = text
    .toLowerCase()
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return 'picture';
  let name = shortened(words[0]!);
  for (const word of words.slice(1)) {
    const longer = `${name}-${word}`;
    if (Buffer.byteLength(longer) > LONGEST) break;
    name = longer;
  }
  return name;
}

/** Cuts between characters only. In scripts without spaces a "word" can be as long as a sentence. */
function shortened(word: string): string {
  let kept = '';
  for (const character of word) {
    if (Buffer.byteLength(kept + character) > LONGEST) break;
    kept += character;
  }
  return kept;
}

/**
 * The settings in a line of AUTOMATIC1111's web UI, in order: names of two characters or more, and values that are
 * quoted where they hold a comma. It finds what the web UI's own pattern finds, which takes quadratic time on a line of
 * letters:
 *
 *     \s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)
 *
 * This scan is linear: between two colons each character is examined once for a name, and an unterminated quoted value
 * is examined only up to the start of the next one.
 */
export function readA1111Settings(line: string): [name: string, value: string][] {
  const settings: [string, string][] = [];
  /** Earliest position at which the next name may begin. */
  let from = 0;
  for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', from)) {
    const name = nameBefore(line, from, colon);
    from = colon + 1;
    if (name === null) continue;
    while (isSpace(line[from])) from++;
    const end = endOfQuoted(line, from) ?? nextOr(line, ',', from);
    settings.push([name, line.slice(from, end)]);
    from = end + 1;
  }
  return settings;
}

/** The name that ends right before a colon and begins with a letter, a digit or _; null where it is too short. */
function nameBefore(line: string, from: number, colon: number): string | null {
  let start = colon;
  while (start > from && IN_NAME.test(line[start - 1]!)) start--;
  while (start < colon && !BEGINS_NAME.test(line[start]!)) start++;
  return colon - start >= 2 ? line.slice(start, colon) : null;
}

const BEGINS_NAME = /\w/;
const IN_NAME = /[\w \-/]/;

/**
 * Position after the closing quote of a quoted value that is followed by a comma or the end; null for any other value.
 */
function endOfQuoted(line: string, start: number): number | null {
  if (line[start] !== '"') return null;
  let at = start + 1;
  while (at < line.length && line[at] !== '"') {
    if (line[at] !== '\\') at++;
    else if (BREAKS_LINE.test(line[at + 1] ?? '\n')) return null;
    else at += 2;
  }
  const end = at + 1;
  return at < line.length && at > start + 1 && (end === line.length || line[end] === ',') ? end : null;
}

/** The characters that a dot of a regular expression does not match. */
const BREAKS_LINE = /[\n\r\u2028\u2029]/;

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /\s/.test(character);
}

function nextOr(line: string, character: string, from: number): number {
  const index = line.indexOf(character, from);
  return index < 0 ? line.length : index;
}

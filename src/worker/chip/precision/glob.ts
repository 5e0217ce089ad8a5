/** Tokens beside character codes. */
const WITHIN_PART = -1;
const ACROSS_PARTS = -2;

const DOT = 0x2e;

/**
 * A test for layer names: `*` stands for anything inside one part of a name, `**` for anything across dots; the rest is
 * literal. Takes at most time proportional to the length of the glob times that of the name, whatever is in them: all
 * places of the glob that the name so far can have led to are followed side by side.
 */
export function layerGlob(glob: string): (layer: string) => boolean {
  const tokens = tokensOf(glob);
  const end = tokens.length;
  /** By place in the glob: 1 where the name so far can have led to. */
  const reached = new Uint8Array(end + 1);

  /** The farthest of them. */
  let last = 0;

  function reach(place: number): void {
    reached[place] = 1;
    last = Math.max(last, place);
    // A star is also passed without taking anything. No two stand in a row.
    if (place < end && tokens[place]! < 0) {
      reached[place + 1] = 1;
      last = Math.max(last, place + 1);
    }
  }

  return (layer) => {
    reached.fill(0);
    last = 0;
    reach(0);
    let first = 0;
    for (let i = 0; i < layer.length; i++) {
      const code = layer.charCodeAt(i);
      let any = false;
      // From the last place on, so that what this character reaches is not taken for reached before it.
      for (let place = last; place >= first; place--) {
        if (reached[place] === 0) continue;
        const token = tokens[place];
        const stays = token === ACROSS_PARTS || (token === WITHIN_PART && code !== DOT);
        reached[place] = 0;
        if (stays) reach(place);
        else if (token === code) reach(place + 1);
        else continue;
        any = true;
        // From here on it takes anything: whatever led to earlier places leads here as well.
        if (token === ACROSS_PARTS) {
          reached.fill(0, first, place);
          first = place;
          break;
        }
      }
      if (!any) return false;
    }
    return reached[end] === 1;
  };
}

/** Stars in a row are one: what one of them takes, all of them take. */
function tokensOf(glob: string): number[] {
  const tokens: number[] = [];
  for (let i = 0; i < glob.length; i++) {
    if (glob[i] !== '*') {
      tokens.push(glob.charCodeAt(i));
      continue;
    }
    const start = i;
    while (glob[i + 1] === '*') i++;
    tokens.push(i > start ? ACROSS_PARTS : WITHIN_PART);
  }
  return tokens;
}

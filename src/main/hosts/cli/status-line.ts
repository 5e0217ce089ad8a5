export interface StatusLine {
  show(text: string): void;
  /** Clears the line, so that other text can follow. */
  clear(): void;
}

/** Reports what is going on: one line that changes on a terminal, a new line for each change elsewhere. */
export function statusLine(stream: NodeJS.WriteStream): StatusLine {
  if (!stream.isTTY || process.env.TERM === 'dumb') {
    return { show: (text) => void stream.write(`${text}\n`), clear() {} };
  }
  return {
    show: (text) => void stream.write(`\r\x1b[2K${text.slice(0, (stream.columns || 80) - 1)}`),
    clear: () => void stream.write('\r\x1b[2K'),
  };
}

import { InvalidArgumentError } from 'commander';

/** Parser of a flag that takes a whole number. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = parseNumber(text);
    if (!Number.isInteger(value) || value < from || value > to) {
      throw new InvalidArgumentError(`It has to be a whole number from ${from} to ${to}.`);
    }
    return value;
  };
}

/** A decimal number; NaN for any other text. */
export function parseNumber(text: string): number {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

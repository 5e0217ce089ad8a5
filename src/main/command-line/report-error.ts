import { CommanderError } from 'commander';
import { OhmbrushError } from '../../shared/errors.ts';
import { asOhmbrushError } from '../unexpected.ts';

/**
 * Prints the error in one line on stderr, and with --json also as a JSON document on stdout.
 *
 * @returns the exit code: 1 failed, 2 bad usage
 */
export function reportError(thrown: unknown, json: boolean): 1 | 2 {
  const error = thrown instanceof CommanderError ? usageError(thrown) : asOhmbrushError(thrown);
  process.stderr.write(`ohmbrush: ${oneLine(error.line)}\n`);
  if (process.env.OHMBRUSH_DEBUG) console.error(thrown);
  if (json) {
    const { code, message, todo } = error;
    process.stdout.write(`${JSON.stringify({ error: { code, message: oneLine(message), todo } }, null, 2)}\n`);
  }
  return error.code === 'usage' ? 2 : 1;
}

/** Rewrites commander's "error: unknown option '--x'\n(Did you mean --y?)" in this program's form. */
function usageError({ code, message }: CommanderError): OhmbrushError {
  const text = oneLine(message)
    .replace(/^error: /, '')
    .replace(/\.$/, '');
  // The message of a flag's own parser (flags.ts) already says what to do.
  const [what = '', advice] = text.split(' is invalid. ', 2);
  if (advice !== undefined) return new OhmbrushError('flag-invalid', { what, advice });
  const unquoted = code === 'commander.excessArguments' && /'(generate|compare)'/.test(text);
  const todo = unquoted ? 'Put the prompt in quotation marks' : 'Run it with --help to see what there is';
  return new OhmbrushError('usage', { what: text, todo });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

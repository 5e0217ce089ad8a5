import type { z } from 'zod';
import type { en } from './locales/en.ts';
import { type Phrase, phrase, type Value } from './refusals.ts';

const SHOWN = 3;

type Issue = z.core.$ZodIssue;
type TypeName = keyof (typeof en)['phrases'] & `type-${string}`;
const TYPES = {
  number: 'type-number',
  int: 'type-int',
  string: 'type-string',
  boolean: 'type-boolean',
  object: 'type-object',
  array: 'type-array',
  null: 'type-null',
  undefined: 'type-undefined',
  record: 'type-record',
  tuple: 'type-tuple',
} as const satisfies Record<string, TypeName>;

/**
 * What is wrong with a file, as phrases: the first few fields that do not fit, each with its reason
 * ('tile.rows: Too small: expected number to be >=8').
 *
 * @param whole what to call it where no field is to blame
 */
export function explainIssues(issues: readonly Issue[], whole: Value = phrase('the-file')): readonly Value[] {
  const shown = issues
    .slice(0, SHOWN)
    .map((issue) =>
      phrase('issue', { path: issue.path.length > 0 ? issue.path.join('.') : whole, problem: explainIssue(issue) }),
    );
  const rest = issues.length - SHOWN;
  return rest > 0 ? [...shown, phrase('and-more', { number: rest })] : shown;
}

/** One of zod's issues as a phrase; one of a check of our own brings it along (`rule`). */
export function explainIssue(issue: Issue): Value {
  switch (issue.code) {
    case 'invalid_type': {
      const received = /received (\S+)$/.exec(issue.message)?.[1] ?? 'undefined';
      return phrase('issue-type', { expected: typeName(issue.expected), received: typeName(received) });
    }
    case 'invalid_value':
      return issue.values.length === 1
        ? phrase('issue-value', { value: quoted(issue.values[0]) })
        : phrase('issue-option', { options: issue.values.map(quoted).join('|') });
    case 'too_big': {
      const limit = `${issue.exact ? '= ' : issue.inclusive ? '<=' : '<'}${issue.maximum}`;
      if (issue.origin === 'string') return phrase('issue-too-long', { limit });
      if (issue.origin === 'array') return phrase('issue-too-many', { limit });
      return phrase('issue-too-big', { type: typeName(issue.origin), limit });
    }
    case 'too_small': {
      const limit = `${issue.exact ? '= ' : issue.inclusive ? '>=' : '>'}${issue.minimum}`;
      if (issue.origin === 'string') return phrase('issue-too-short', { limit });
      if (issue.origin === 'array') return phrase('issue-too-few', { limit });
      return phrase('issue-too-small', { type: typeName(issue.origin), limit });
    }
    case 'not_multiple_of':
      return phrase('issue-multiple', { divisor: issue.divisor });
    case 'unrecognized_keys': {
      const keys = issue.keys.map(quoted).join(', ');
      return phrase(issue.keys.length > 1 ? 'issue-keys' : 'issue-key', { keys });
    }
    case 'custom':
      return isPhrase(issue.params) ? issue.params : issue.message;
    default:
      return issue.message === 'Invalid input' ? phrase('issue-other') : issue.message;
  }
}

function typeName(name: string): Value {
  return Object.hasOwn(TYPES, name) ? phrase(TYPES[name as keyof typeof TYPES]) : name;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function isPhrase(params: unknown): params is Phrase {
  return typeof params === 'object' && params !== null && 'phrase' in params;
}

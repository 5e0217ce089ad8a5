import { MOST_JOBS } from '../../../shared/recipe/sweep-axes.ts';
import { fitted, type NumberRule } from '../form/panel-fields.ts';

/** Why a text is not a valid list of values. */
export type SweepProblem =
  | { readonly code: 'empty' }
  | { readonly code: 'unreadable'; readonly text: string }
  | { readonly code: 'outside'; readonly text: string }
  | { readonly code: 'notMultiple'; readonly text: string }
  /** A range of fractions without a count. */
  | { readonly code: 'howMany'; readonly text: string }
  | { readonly code: 'tooMany' };

export type SweepValues =
  | { readonly values: readonly number[]; readonly problem: null }
  | { readonly values: null; readonly problem: SweepProblem };

/** How a field's numbers are written and how a range is spaced. */
export interface SweepSyntax {
  readonly rule: NumberRule;
  /** null: not a valid number for this field. */
  read(text: string): number | null;
  /** 'ratio': each value is the same multiple of the one before, as for ages. */
  readonly spread: 'even' | 'ratio';
}

export function readNumber(text: string): number | null {
  return /^(\d+(\.\d+)?|\.\d+)$/.test(text) ? Number(text) : null;
}

const SEPARATORS = /[,，、;；\n]/;
const TO = /[-–—~～…到至]|\.{2,}/;
const COUNT = /[x×*]\s*(\d+)$/i;

/** Values from '4, 8, 20' or '4-20 x 5' or both, in the order written, without duplicates. */
export function readSweep(text: string, syntax: SweepSyntax): SweepValues {
  const values: number[] = [];
  const items = /^[\d.\s]+$/.test(text) ? text.split(/\s+/) : text.split(SEPARATORS);
  for (const item of items.map((part) => part.trim())) {
    if (item === '') continue;
    const read = readItem(item, syntax);
    if (read.problem) return read;
    values.push(...read.values);
  }
  const distinct = [...new Set(values)];
  if (distinct.length === 0) return { values: null, problem: { code: 'empty' } };
  if (distinct.length > MOST_JOBS) return { values: null, problem: { code: 'tooMany' } };
  return { values: distinct, problem: null };
}

function readItem(text: string, syntax: SweepSyntax): SweepValues {
  const single = syntax.read(text);
  if (single !== null) return checked([single], text, syntax.rule);
  const range = rangeIn(text);
  const from = range && syntax.read(range.from);
  const to = range && syntax.read(range.to);
  if (range === null || from === null || to === null) {
    return { values: null, problem: { code: 'unreadable', text } };
  }
  const ends = checked([from, to], text, syntax.rule);
  if (ends.problem) return ends;
  const { multipleOf } = syntax.rule;
  if (range.count === null && multipleOf === null) return { values: null, problem: { code: 'howMany', text } };
  const count = range.count === null ? Math.abs(to - from) / multipleOf! + 1 : range.count;
  if (count > MOST_JOBS) return { values: null, problem: { code: 'tooMany' } };
  if (count < 1) return { values: null, problem: { code: 'unreadable', text } };
  return { values: spread(from, to, count, syntax), problem: null };
}

/** The parts of '4 - 20 x 5' as text; null if there is no dash between two ends. */
function rangeIn(text: string): { from: string; to: string; count: number | null } | null {
  // A minus at the start is a sign, not a separator.
  const sign = TO.exec(text.slice(1));
  if (!sign) return null;
  const after = text.slice(1 + sign.index + sign[0].length);
  const count = COUNT.exec(after);
  return {
    from: text.slice(0, 1 + sign.index).trim(),
    to: after.slice(0, count?.index).trim(),
    count: count && Number(count[1]),
  };
}

function checked(values: number[], text: string, { min, max, multipleOf }: NumberRule): SweepValues {
  if (values.some((value) => value < min || value > max)) return { values: null, problem: { code: 'outside', text } };
  if (multipleOf !== null && values.some((value) => value % multipleOf !== 0)) {
    return { values: null, problem: { code: 'notMultiple', text } };
  }
  return { values, problem: null };
}

function spread(from: number, to: number, count: number, { rule, spread }: SweepSyntax): number[] {
  // A ratio needs a start above zero.
  const byRatio = spread === 'ratio' && from > 0 && to > 0;
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const fraction = i / (count - 1);
    const value = byRatio ? from * (to / from) ** fraction : from + (to - from) * fraction;
    return rule.multipleOf === null ? Number(value.toPrecision(3)) : fitted(value, rule);
  });
}

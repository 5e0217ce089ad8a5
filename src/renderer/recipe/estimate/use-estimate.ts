import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Estimate } from '../../../shared/engine/energy-estimate.ts';
import type { JobDraft } from '../../../shared/recipe/draft.ts';
import { MOST_JOBS } from '../../../shared/recipe/sweep-axes.ts';
import { api } from '../../contract/client.ts';
import { useLive } from '../../state/live.ts';
import type { Run } from '../sweep/run.ts';

/** The expected energy and time of a run. */
export interface RunEstimate {
  readonly run: Run;
  /** One per cell, in order. */
  readonly each: readonly Estimate[];
  /** Total of everything that would be queued. */
  readonly total: CostSum;
  /** For the recipe painted without a chip. */
  readonly exact: Estimate | null;
}

interface CostSum {
  readonly joules: number;
  readonly low: number;
  readonly high: number;
  /** null: unknown for every picture. */
  readonly seconds: number | null;
  /** Unknown for some pictures, so the total time is longer. */
  readonly atLeast: boolean;
}

const SETTLE_MS = 250;

/** @param exact the recipe painted without a chip, for comparison */
export function useEstimate(run: Run | null, exact: JobDraft | null) {
  const asked = useMemo(() => (run ? { run, exact } : null), [run, exact]);
  const [settled] = useDebouncedValue(asked, SETTLE_MS);
  const list = useMemo(() => (settled ? distinct(settled.run, settled.exact) : null), [settled]);
  // A newly saved picture may be the first with a known time for its settings.
  const saved = useLive((live) => live.saved?.pictureId);
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['estimate', list && [...list.keys()], saved],
    queryFn: async ({ signal }) => {
      const drafts = [...list!.values()];
      const parts = await Promise.all(
        Array.from({ length: Math.ceil(drafts.length / MOST_JOBS) }, (_, part) =>
          api.estimate.jobs({ drafts: drafts.slice(part * MOST_JOBS, (part + 1) * MOST_JOBS) }, { signal }),
        ),
      );
      const estimates = parts.flat();
      const of = new Map([...list!.keys()].map((key, index) => [key, estimates[index]!]));
      return { of, asked: settled! };
    },
    enabled: list !== null,
    placeholderData: keepPreviousData,
    // Every keystroke requests new estimates.
    gcTime: 30_000,
  });
  const estimate = useMemo(() => data && sum(data.of, data.asked.run, data.asked.exact), [data]);
  return { estimate: estimate ?? null, error, stale: isPlaceholderData || settled !== asked };
}

/** The seed does not affect estimates, so pictures that differ only in it are estimated once. */
function keyOf({ seed: _, ...draft }: JobDraft): string {
  return JSON.stringify(draft);
}

function distinct({ drafts, references }: Run, exact: JobDraft | null): Map<string, JobDraft> {
  return new Map([...drafts, ...references, ...(exact ? [exact] : [])].map((draft) => [keyOf(draft), draft]));
}

function sum(of: ReadonlyMap<string, Estimate>, run: Run, exact: JobDraft | null): RunEstimate {
  const { drafts, references } = run;
  const each = drafts.map((draft) => of.get(keyOf(draft))!);
  const all = [...each, ...references.map((draft) => of.get(keyOf(draft))!)];
  const timed = all.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  const total = {
    joules: added(all.map(({ joules }) => joules)),
    low: added(all.map(({ low }) => low)),
    high: added(all.map(({ high }) => high)),
    seconds: timed.length > 0 ? added(timed) : null,
    atLeast: timed.length < all.length,
  };
  return { run, each, total, exact: exact && of.get(keyOf(exact))! };
}

function added(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

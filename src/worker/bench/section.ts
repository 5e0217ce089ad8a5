import type { BenchOrder, BenchSetup } from '../../shared/bench.ts';
import type { KernelPool } from '../kernels/kernels.ts';

/** What a section has to work with. */
export interface Bench {
  readonly order: BenchOrder;
  /** To spend on measuring, about; loading comes on top. */
  readonly seconds: number;
  /** All threads, against one. */
  readonly threads: number;
  /** On the fastest backend; closed when the section is done. */
  openPool(threads: number): KernelPool;
  /** @param what is being measured, for people */
  progress(what: string): void;
}

/** Measures one part of the report. Throws OhmbrushError. */
export type Section<Report> = (bench: Bench) => Promise<Report>;

/** The setup of the picture's own chip. */
export function setupOfPicture({ setups, picture }: BenchOrder): BenchSetup {
  const found = setups.find(({ chip }) => chip.id === picture.draft.chip.id);
  if (!found) throw new RangeError(`no setup for the picture's chip ${picture.draft.chip.id}`);
  return found;
}

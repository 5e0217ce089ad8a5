/** Measures one section of `ohmbrush bench`, in a process of its own, and ends. */
import { type BenchFindings, type BenchReply, type BenchSection, benchOrderSchema } from '../../shared/bench.ts';
import { packError } from '../../shared/engine/engine-protocol.ts';
import type { KernelPool } from '../kernels/kernels.ts';
import { createKernelPool } from '../kernels/pool.ts';
import { growthSection } from './growth-section.ts';
import { kernelSection } from './kernel-section.ts';
import { pictureSection } from './picture-section.ts';
import { profileSection } from './profile-section.ts';
import { sd15StepSection } from './sd15-step-section.ts';
import type { Section } from './section.ts';
import { threadsSection } from './threads-section.ts';
import { unetStepSection } from './unet-step-section.ts';

const SECTIONS: { readonly [S in BenchSection]: Section<NonNullable<BenchFindings[S]>> } = {
  kernel: kernelSection,
  unetStep: unetStepSection,
  threads: threadsSection,
  profile: profileSection,
  growth: growthSection,
  picture: pictureSection,
  sd15Step: sd15StepSection,
};

/** Seconds of measuring, and with --quick. */
const EFFORT: Readonly<Record<BenchSection, { readonly full: number; readonly quick: number }>> = {
  kernel: { full: 20, quick: 3 },
  unetStep: { full: 20, quick: 3 },
  threads: { full: 10, quick: 1 },
  profile: { full: 6, quick: 1 },
  growth: { full: 16, quick: 1 },
  picture: { full: 20, quick: 0 },
  sd15Step: { full: 10, quick: 0 },
};

process.once('message', async (message) => {
  try {
    await measure(message);
  } catch (error) {
    send({ type: 'failed', error: packError(error) });
  }
  process.disconnect();
});

async function measure(message: unknown): Promise<void> {
  const order = benchOrderSchema.parse(message);
  const { section, quick, threads } = order;
  const pools: KernelPool[] = [];
  function openPool(count: number): KernelPool {
    const pool = createKernelPool({ threads: count });
    pools.push(pool);
    return pool;
  }
  try {
    const report = await SECTIONS[section]({
      order,
      threads,
      seconds: quick ? EFFORT[section].quick : EFFORT[section].full,
      openPool,
      progress: (what) => send({ type: 'progress', what }),
    });
    const { backend, detail: backendDetail } = pools[0] ?? openPool(1);
    send({ type: 'done', backend, backendDetail, findings: { [section]: report } });
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

function send(reply: BenchReply): void {
  process.send?.(reply);
}

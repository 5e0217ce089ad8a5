import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = process.execPath;

/**
 * GCC's sanitizers, as they come with g++; null where there is no g++. They must be in the process before Node starts.
 */
function findRuntime(): string | null {
  try {
    const path = execFileSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** Names of the backends in that test. Threads run the same code, only slower where they outnumber the cores. */
const withoutThreads = '(VNNI|AVX2|C\\+\\+|NEON|products) gives';

const runtime = process.platform === 'linux' ? findRuntime() : null;

test.skipIf(runtime === null)(
  'the native kernels pass their tests under the address and undefined behaviour sanitizers',
  () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME };
    execFileSync(node, ['scripts/build-native.mjs', '--sanitize'], { cwd: root, env: { ...env, OHMBRUSH_CXX: 'g++' } });
    const report = execFileSync(
      node,
      ['node_modules/vitest/vitest.mjs', 'run', 'test/kernels/backends.test.ts', '-t', withoutThreads],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...env,
          NO_COLOR: '1',
          OHMBRUSH_ADDON: fileURLToPath(new URL('../../build/native-sanitized/ohmbrush.node', import.meta.url)),
          LD_PRELOAD: runtime!,
          // Node's own leaks and handlers are not the kernels'.
          ASAN_OPTIONS: 'detect_leaks=0:allow_user_segv_handler=1:use_sigaltstack=0',
          UBSAN_OPTIONS: 'print_stacktrace=1',
        },
      },
    );
    expect(report).toMatch(/Tests +\d+ passed/);
  },
  // It compiles everything.
  600_000,
);

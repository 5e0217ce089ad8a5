import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { HeadlessMantineProvider } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { RPCHandler } from '@orpc/server/message-port';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, configure, render } from '@testing-library/react';
import { PointerEventsCheckLevel, userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { createStudio, type Studio } from '../../src/main/studio.ts';
import { followEvents } from '../../src/renderer/app/follow-events.ts';
import { useUndo } from '../../src/renderer/components/undo.ts';
import { connect } from '../../src/renderer/contract/client.ts';
import { startLanguage } from '../../src/renderer/language/language.ts';
import { loadRemembered } from '../../src/renderer/state/remember.ts';
import { theme } from '../../src/renderer/theme/theme.ts';
import { fixture } from '../golden/read-golden.ts';
import { PATIENCE } from '../patience.ts';

// Testing Library checks visibility by styles, which are not loaded here and take long to compute.
configure({ asyncUtilTimeout: PATIENCE, defaultHidden: true });
// happy-dom has no layout, and a virtual list without height draws no rows.
for (const side of ['clientWidth', 'clientHeight']) {
  Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => 800 });
}

// Mantine's growing text fields measure themselves again when fonts have come.
Object.assign(document, { fonts: new EventTarget() });

/** The studio behind a screen. Calls take the same way as in the desktop app: through a port to the studio's router. */
export interface BehindScreen {
  /** On a library of its own, with the golden tests' tiny model beside the built-in one. Paused: nothing is painted. */
  readonly studio: Studio;
  /** Every call that the screens made, oldest first: 'queue.add'. */
  readonly calls: string[];
  /** Called before each call is answered, which may be delayed or refused. Reset after each test. */
  intercept: (call: string, input: unknown) => unknown;
}

/** A studio for the tests of one file, in this process. Call it at the top of the file. */
export function studioBehind(): BehindScreen {
  const calls: string[] = [];
  let folder: string;
  let studio: Studio;
  let stopped: Promise<void>;
  const channel = new MessageChannel();
  const behind = {
    get studio() {
      return studio;
    },
    calls,
    intercept: (_call: string, _input: unknown): unknown => undefined,
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ohmbrush-screen-'));
    studio = await createStudio({
      libraryFolder: join(folder, 'library'),
      cacheFolder: null,
      modelsFolder: fixture('networks'),
      host: 'test',
      threads: 1,
    });
    studio.queue.pause();
    const handler = new RPCHandler(studio.router, {
      clientInterceptors: [
        async ({ next, path, input }) => {
          calls.push(path.join('.'));
          await behind.intercept(path.join('.'), input);
          return next();
        },
      ],
    });
    handler.upgrade(channel.port1 as never);
    channel.port1.start();
    Object.assign(window, { ohmbrush: { port: async () => channel.port2 } });
    // Exports, imports and files, which a page fetches by their paths.
    globalThis.fetch = (path, init) => studio.fetch(new Request(new URL(String(path), 'http://studio'), init));
    await connect(() => {});
    await loadRemembered();
    await startLanguage('en');
    // Until the port is closed.
    stopped = followEvents(queries).catch(() => {});
  });
  afterEach(() => {
    cleanup();
    notifications.clean();
    useUndo.setState({ stack: [] });
    behind.intercept = () => undefined;
    calls.length = 0;
    queries.clear();
  });
  afterAll(async () => {
    channel.port1.close();
    await stopped;
    await studio.close();
    await rm(folder, { recursive: true, force: true });
  });
  return behind;
}

/** As main.tsx has it. */
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });

/** Draws a part of the screen as the app does, and gives a keyboard and mouse for it. */
export function show(part: ReactNode) {
  const user = userEvent.setup({ pointerEventsCheck: PointerEventsCheckLevel.Never });
  const view = render(
    <HeadlessMantineProvider theme={theme} env="test">
      <QueryClientProvider client={queries}>
        <Notifications />
        {part}
      </QueryClientProvider>
    </HeadlessMantineProvider>,
  );
  return { user, view };
}

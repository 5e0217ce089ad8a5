import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OhmbrushError } from '../../../shared/errors.ts';
import { cacheFolder, libraryFolder, modelsFolder } from '../../folders.ts';
import { createStudio } from '../../studio.ts';
import { openBrowser } from './open-browser.ts';
import { startServer } from './server.ts';
import { sessionKey } from './session-key.ts';
import { untilSignal } from './until-signal.ts';

export interface ServeOptions {
  /** Default: a free one. */
  port?: number;
  /** Default: the user's. */
  library?: string;
  /** Whether to open the user's browser. */
  open: boolean;
  /** Folder of the built renderer. */
  screens: string;
}

/**
 * Serves the studio until SIGTERM or SIGINT, then finishes pending writes. Prints its address.
 *
 * @param failed fires when the process has to end for another reason
 */
export async function serve({ port, library, open, screens }: ServeOptions, failed: AbortSignal): Promise<void> {
  if (!existsSync(join(screens, 'index.html'))) {
    throw new OhmbrushError('screens-not-built', {});
  }
  const end = Promise.race([untilSignal(), new Promise((resolve) => failed.addEventListener('abort', resolve))]);
  const folder = library === undefined ? libraryFolder() : resolve(library);
  const studio = await createStudio({
    libraryFolder: folder,
    cacheFolder: cacheFolder(),
    modelsFolder: modelsFolder(),
    host: 'web',
  });
  try {
    const key = await sessionKey(folder);
    const server = await startServer({ studio, screens, port: port ?? null, sessionKey: key });
    try {
      process.stdout.write(`Ohmbrush: ${server.address}\n`);
      const unopened = open ? await openBrowser(server.oneTimeAddress()) : null;
      if (unopened !== null) process.stderr.write(`Open the address above in a browser: ${unopened}.\n`);
      if (!failed.aborted) await end;
    } finally {
      await server.close();
    }
  } finally {
    await studio.close();
  }
}

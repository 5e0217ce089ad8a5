import { RPCHandler } from '@orpc/server/message-port';
import { ipcMain, MessageChannelMain } from 'electron';
import { PORT_CHANNEL } from '../../../shared/port-channel.ts';
import type { Studio } from '../../studio.ts';
import { isPage } from './scheme.ts';

/**
 * Gives the page a port to the studio's router on each request, once per page load. This is the only message that main
 * accepts from a page, and it is checked here; everything that comes through the port is validated by the contract.
 *
 * @param onRemembered called after a screen has changed a setting
 */
export function handOverPorts(opening: Promise<Studio>, onRemembered: (key: string) => void): void {
  ipcMain.on(PORT_CHANNEL, async (event) => {
    const frame = event.senderFrame;
    if (frame === null || frame.parent !== null || !isPage(frame.url)) return;
    // Looked up for each request: after a restore there is a new router.
    const { router } = await opening;
    // The page may have been closed while the library was being opened.
    if (frame.isDestroyed() || frame.detached) return;
    const { port1, port2 } = new MessageChannelMain();
    createHandler(router, onRemembered).upgrade(port1);
    port1.start();
    frame.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

function createHandler(router: Studio['router'], onRemembered: (key: string) => void) {
  return new RPCHandler(router, {
    clientInterceptors: [
      async ({ next, path, input }) => {
        const output = await next();
        if (path.join('.') === 'studio.remember') onRemembered((input as { key: string }).key);
        return output;
      },
    ],
  });
}

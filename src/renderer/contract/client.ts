import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Contract } from '../../shared/contract/contract.ts';

declare global {
  interface Window {
    /** Exposed by the preload script; absent in a browser. */
    readonly ohmbrush?: { port(): Promise<MessagePort> };
  }
}

type Api = ContractRouterClient<Contract>;

/** Set once by `connect`, before the first screen is drawn. */
export let api: Api;
/** The same calls as query options for TanStack Query. */
export let query: ReturnType<typeof createTanstackQueryUtils<Api>>;

/**
 * Connects to the host that serves this page: Electron's preload provides a port, a browser opens a WebSocket.
 *
 * @param onLost called when the studio is gone (never with a port, which lives as long as the window)
 */
export async function connect(onLost: () => void): Promise<void> {
  const link = window.ohmbrush ? await portLink(window.ohmbrush.port()) : await socketLink(onLost);
  api = createORPCClient(link);
  query = createTanstackQueryUtils(api);
}

async function portLink(handedOver: Promise<MessagePort>) {
  const port = await handedOver;
  port.start();
  return new PortLink({ port });
}

async function socketLink(onLost: () => void) {
  const url = new URL('/rpc', window.location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const websocket = new WebSocket(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  websocket.addEventListener('open', () => resolve(), { once: true });
  websocket.addEventListener('error', () => reject(new Error('the studio does not answer')), { once: true });
  await promise;
  websocket.addEventListener('close', onLost, { once: true });
  return new SocketLink({ websocket });
}

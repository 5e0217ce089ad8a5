import { once } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import type { Contract } from '../../src/shared/contract/contract.ts';

export type Client = ContractRouterClient<Contract>;

/** What a browser keeps after it has opened the printed address. */
export async function cookieFor(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

interface Connection {
  readonly client: Client;
  readonly socket: WebSocket;
  readonly cookie: string;
  /** 'http://127.0.0.1:4242' */
  readonly origin: string;
}

/**
 * The contract over the web host's WebSocket, as a page of its own has it. @param address as it was printed, token
 * included
 */
export async function connectTo(address: string): Promise<Connection> {
  const { origin } = new URL(address);
  const cookie = await cookieFor(address);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
  await once(socket, 'open');
  // When the host ends or is killed, the socket closes as well.
  socket.on('error', () => {});
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient(link), socket, cookie, origin };
}

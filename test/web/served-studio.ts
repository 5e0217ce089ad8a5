import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { startServer } from '../../src/main/hosts/web/server.ts';
import { createStudio, type Studio } from '../../src/main/studio.ts';
import type { Contract } from '../../src/shared/contract/contract.ts';
import { writeScreens } from './screens.ts';

export type Client = ContractRouterClient<Contract>;

export interface ServedStudio {
  readonly studio: Studio;
  /** 'http://127.0.0.1:4242' */
  readonly origin: string;
  readonly port: number;
  /** With its token. */
  readonly address: string;
  oneTimeAddress(): string;
  /** As a page that has been let in. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  client(): Promise<Client>;
  close(): Promise<void>;
}

/** The web host's server in this process, before a real library and engine. */
export async function serveStudio(): Promise<ServedStudio> {
  const folder = await mkdtemp(join(tmpdir(), 'ohmbrush-web-'));
  await mkdir(join(folder, 'library'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const studio = await createStudio({
    libraryFolder: join(folder, 'library'),
    cacheFolder: null,
    modelsFolder: MODELS,
    host: 'test',
    threads: 1,
  });
  const server = await startServer({ studio, screens: await writeScreens(join(folder, 'screens')), port: 0 });
  const { origin, port } = new URL(server.address);
  const cookie = await cookieFor(server.address);
  const sockets: WebSocket[] = [];
  return {
    studio,
    origin,
    port: Number(port),
    address: server.address,
    oneTimeAddress: server.oneTimeAddress,
    fetch: (path, init = {}) => fetch(origin + path, { ...init, headers: { ...init.headers, cookie } }),
    async client() {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } });
      sockets.push(socket);
      return clientOf(socket);
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      await server.close();
      await studio.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Folder of models with one of them, 'model', that paints 32 x 32 pixels in milliseconds. */
export const MODELS = join(import.meta.dirname, '../golden/fixtures/networks');

/** What a browser keeps after it has opened the printed address. */
export async function cookieFor(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

export async function clientOf(socket: WebSocket): Promise<Client> {
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

/** A request with whatever headers and path, which fetch would not send. */
export function rawRequest(
  port: number,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, method, setHost: false }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => {
        resolve({ status: response.statusCode!, body });
        asked.destroy();
      });
    });
    asked.on('error', reject);
    // A body that was announced does not come: the answer is there first.
    if (headers['content-length']) asked.flushHeaders();
    else asked.end();
  });
}

/** The status with which a WebSocket is refused; 101 when it is let in. */
export function knock(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode!);
    });
    socket.on('error', reject);
  });
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { startServer } from '../../src/main/hosts/web/server.ts';
import { createStudio, type Studio } from '../../src/main/studio.ts';
import { type Client, connectTo, cookieFor } from './connect.ts';
import { writeScreens } from './screens.ts';

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
      const { client, socket } = await connectTo(server.address);
      sockets.push(socket);
      return client;
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

/** A request with any headers and path, including ones that fetch would not send. */
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
    // The announced body is never sent: the answer comes first.
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

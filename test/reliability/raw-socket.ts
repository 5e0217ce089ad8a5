import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection of which every byte is the test's. */
export interface RawSocket {
  readonly socket: Socket;
  /** What has come so far, a character for each byte. */
  said(): string;
  /** Something has come, or nothing ever will. */
  readonly answered: Promise<void>;
  /** The server has closed it, or reset it. */
  readonly closed: Promise<void>;
}

const open = new Set<Socket>();

/** Its own end stays open, whatever the server does, until it is reset. */
export async function rawSocket(port: number, bytes: string | Buffer = ''): Promise<RawSocket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  open.add(socket);
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once('end', resolve).once('close', () => {
      open.delete(socket);
      resolve();
    });
  });
  const answered = Promise.race([
    once(socket, 'data').then(
      () => {},
      () => {},
    ),
    closed,
  ]);
  await Promise.race([once(socket, 'connect'), closed]);
  if (bytes.length > 0) socket.write(bytes);
  return { socket, said: () => said, answered, closed };
}

/** For the end of a test. */
export function resetAll(): void {
  for (const socket of open) socket.resetAndDestroy();
}

/** A request's head, as it is. */
export function head(line: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

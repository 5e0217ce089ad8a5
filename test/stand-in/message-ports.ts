import { EventEmitter } from 'node:events';

/** One end in main. What arrives before `start` waits. */
export class MessagePortMain extends EventEmitter {
  peer: { receive(data: unknown): void; close(): void } | null = null;
  #waiting: unknown[] | null = [];

  postMessage(data: unknown): void {
    this.peer?.receive(structuredClone(data));
  }
  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const data of waiting) this.emit('message', { data, ports: [] });
  }
  receive(data: unknown): void {
    if (this.#waiting) this.#waiting.push(data);
    else this.emit('message', { data, ports: [] });
  }
  close(): void {
    const { peer } = this;
    this.peer = null;
    if (!peer) return;
    peer.close();
    this.emit('close');
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

import type { Page } from 'playwright-core';
import { MessagePortMain } from './message-ports.ts';

/** The ports of main whose other ends are in this page's document; all close with it. */
export class PagePorts {
  readonly #page: Page;
  readonly #remote = new Map<number, MessagePortMain>();
  #nextId = 1;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Moves a port of main into the page. @returns the number under which the page knows it */
  send(port: MessagePortMain): number {
    const id = this.#nextId++;
    const near = port.peer;
    if (!(near instanceof MessagePortMain)) throw new Error('only a fresh port can be sent to a page');
    near.peer = {
      receive: (data) =>
        void this.#page
          .evaluate(([id, data]) => window.standIn.fromMain(id, data), [id, data] as const)
          .catch(() => {}),
      close: () => this.#remote.delete(id),
    };
    this.#remote.set(id, near);
    return id;
  }

  /** What the page posted. */
  receive(id: number, data: unknown): void {
    this.#remote.get(id)?.receive(data);
  }

  closeAll(): void {
    for (const port of [...this.#remote.values()]) port.close();
  }
}

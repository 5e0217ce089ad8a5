import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Page } from 'playwright-core';
import type { Contract } from '../../src/shared/contract/contract.ts';

export type Api = ContractRouterClient<Contract>;

declare global {
  interface Window {
    readonly ohmbrush?: { port(): Promise<MessagePort> };
    testPort: MessagePort;
    testReceive(data: string): void;
  }
}

/** The contract as the page reaches it: asks the preload for a port in the page, and relays what goes through it. */
export async function connectThrough(page: Page): Promise<Api> {
  const received = new EventTarget();
  await page.exposeFunction('testReceive', (data: string) => {
    received.dispatchEvent(new MessageEvent('message', { data }));
  });
  await page.evaluate(async () => {
    window.testPort = await window.ohmbrush!.port();
    window.testPort.onmessage = ({ data }) => window.testReceive(data);
  });
  const port = {
    addEventListener: received.addEventListener.bind(received),
    postMessage: (data: string) => void page.evaluate((data) => window.testPort.postMessage(data), data),
  };
  return createORPCClient(new RPCLink({ port: port as unknown as MessagePort }));
}

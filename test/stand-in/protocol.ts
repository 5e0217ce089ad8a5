import type { Request as PageRequest, Route } from 'playwright-core';
import { fromChromium } from './origin.ts';

type Handler = (request: Request) => Response | Promise<Response>;
const handlers = new Map<string, Handler>();

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
};

/** null where nobody answers this scheme. */
export async function ask(request: Request): Promise<Response | null> {
  return (await handlers.get(new URL(request.url).protocol.slice(0, -1))?.(request)) ?? null;
}

/**
 * Answers a page's request from main; what is not of a scheme that main handles goes to the network, as in Electron.
 */
export async function answer(route: Route): Promise<void> {
  const request = toRequest(route.request());
  try {
    const response = await ask(request);
    if (!response) return await route.continue();
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  } catch (error) {
    process.stderr.write(`stand-in: ${request.url}: ${error}\n`);
    // The page may be gone by now.
    await route.abort('failed').catch(() => {});
  }
}

function toRequest(request: PageRequest): Request {
  const body = request.postDataBuffer();
  return new Request(fromChromium(request.url()), {
    method: request.method(),
    headers: request.headers(),
    ...(body && { body: new Uint8Array(body) }),
  });
}

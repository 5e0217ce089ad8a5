import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { PATIENCE } from '../patience.ts';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

let launching: Promise<BrowserContext> | null = null;

/** @param userData its profile is a folder in it; the port under which tests reach the same pages is written there */
export function openChromium(userData: string): Promise<BrowserContext> {
  launching ??= chromium.launchPersistentContext(join(userData, 'chromium'), {
    executablePath: CHROMIUM,
    headless: true,
    timeout: PATIENCE,
    acceptDownloads: true,
    // Main decides whether other servers of this machine may be reached; Chromium must not ask.
    permissions: ['local-network-access'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--remote-debugging-port=0',
    ],
  });
  return launching;
}

export async function closeChromium(): Promise<void> {
  await (await launching?.catch(() => null))?.close();
}

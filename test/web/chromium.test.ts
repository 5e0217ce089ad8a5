import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer } from '../../src/main/hosts/web/server.ts';
import { sessionKey } from '../../src/main/hosts/web/session-key.ts';
import { describeUnless } from '../obstacle.ts';
import { CHROMIUM } from '../stand-in/chromium.ts';
import { writeScreens } from './screens.ts';

/**
 * Behaviour of the web host that only a real browser can show; the studio behind it is not needed.
 */
describeUnless(existsSync(CHROMIUM) ? null : `there is no ${CHROMIUM}`, 'in Chromium', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ohmbrush-chromium-'));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const start = async (port: number, fetch = async (_: Request) => new Response()) =>
    startServer({
      studio: { router: {} as never, fetch },
      screens: await writeScreens(join(folder, 'screens')),
      port,
      sessionKey: await sessionKey(folder),
    });

  test('a download that breaks off has failed, wherever it does', async () => {
    const whole = 16;
    /** Chunks of a megabyte, far more than a connection takes at once; after `chunks` of them its source fails. */
    const answer = (chunks: number) =>
      new Response(
        new ReadableStream({
          pull(controller) {
            if (chunks-- > 0) return controller.enqueue(new Uint8Array(2 ** 20));
            throw new Error('its source has failed');
          },
        }),
        { headers: { 'content-disposition': 'attachment' } },
      );
    const server = await start(0, async (request) => {
      const chunks = Number(new URL(request.url).pathname.split('/').at(-1));
      return chunks === whole ? new Response(new Uint8Array(whole * 2 ** 20)) : answer(chunks);
    });
    const told = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      await page.goto(server.address);
      const failures = new Map<number, boolean>();
      for (const chunks of [1, 2, 4, 15, whole]) {
        const download = page.waitForEvent('download');
        await page.evaluate((chunks) => {
          const link = document.createElement('a');
          link.href = `/exports/${chunks}`;
          link.download = 'pictures.zip';
          link.click();
        }, chunks);
        failures.set(chunks, (await (await download).failure()) !== null);
      }
      expect([...failures]).toEqual([1, 2, 4, 15, whole].map((chunks) => [chunks, chunks !== whole]));
      expect(told).toHaveBeenCalledWith(expect.stringContaining('its source has failed'));
    } finally {
      told.mockRestore();
      await server.close();
    }
  });

  test('a page is loaded again after its host has been stopped and started on the same library and port', async () => {
    const first = await start(0);
    await page.goto(first.address);
    await first.close();
    const second = await start(Number(new URL(first.address).port));
    expect((await page.reload())?.status()).toBe(200);
    expect(await page.title()).toBe('Ohmbrush');
    await second.close();
  });
});

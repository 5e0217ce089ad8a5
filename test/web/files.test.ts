import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cookieFor } from './connect.ts';
import { PAGE } from './screens.ts';
import { rawRequest, type ServedStudio, serveStudio } from './served-studio.ts';

let served: ServedStudio;
beforeAll(async () => {
  served = await serveStudio();
});
afterAll(() => served.close());

test('the page is asked for anew each time, its hashed assets never', async () => {
  const page = await served.fetch('/');
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('cache-control')).toBe('no-cache');
  const asset = await served.fetch('/assets/index-1a2b3c.js');
  expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/);
  expect(asset.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
});

test('every answer forbids what the studio does not need', async () => {
  for (const path of ['/', '/assets/index-1a2b3c.js', '/pictures/1.png', '/nothing']) {
    const { headers } = await served.fetch(path);
    const policy = Object.fromEntries(
      headers
        .get('content-security-policy')!
        .split('; ')
        .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1).join(' ')]),
    );
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' blob: data:",
      'font-src': "'self'",
      'connect-src': `'self' ws://127.0.0.1:${served.port} ws://localhost:${served.port}`,
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

describe('paths outside of the screens', () => {
  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/pictures/../../secret.txt',
    '/pictures/..%2f..%2fsecret.txt',
    '/thumbnails/%2e%2e%2f%2e%2e%2fsecret.webp',
    '/exports/..%2f..%2fsecret.txt',
    '/library/library.db',
    '/../library/library.db',
  ])('is not served: %s', async (path) => {
    const cookie = await cookieFor(served.address);
    const { status, body } = await rawRequest(served.port, path, { host: `127.0.0.1:${served.port}`, cookie });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).not.toContain('secret.txt');
    expect(body).not.toMatch(/^secret$/);
    expect(body).not.toContain('SQLite');
    expect(body).not.toBe(PAGE);
  });
});

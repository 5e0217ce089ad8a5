/**
 * Chromium cannot be taught a scheme from outside, so app://studio/x is https://studio.stand-in.test/x in its pages.
 * Requests to it never reach the network. Main only ever sees the app's own URLs.
 */
const HOST = /^https:\/\/([^/]+)\.stand-in\.test\//;

export function toChromium(url: string): string {
  return url.replace(/^app:\/\/([^/]+)\//, 'https://$1.stand-in.test/');
}

export function fromChromium(url: string): string {
  if (url.startsWith('blob:')) return `blob:${fromChromium(url.slice(5))}`;
  return url.replace(HOST, 'app://$1/');
}

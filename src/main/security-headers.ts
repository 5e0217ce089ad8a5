import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * Headers that every host sends with the page and its assets: nothing from other origins, nothing inline except styles.
 *
 * @param alsoConnectTo further sources that the page may open connections to
 */
export function securityHeaders(alsoConnectTo: readonly string[] = []): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Mantine inserts style elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...alsoConnectTo],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    // There is no TLS: the host is a loopback address, or there is no network at all.
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
  });
}

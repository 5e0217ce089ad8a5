import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/**
 * What every host sends with the page and all that belongs to it: nothing from elsewhere, nothing inline but styles.
 *
 * @param alsoConnectTo sources beside the page's own origin that it may open connections to
 */
export function securityHeaders(alsoConnectTo: readonly string[] = []): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Mantine writes style elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...alsoConnectTo],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    // There is no TLS: a loopback address, or no network at all.
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
  });
}

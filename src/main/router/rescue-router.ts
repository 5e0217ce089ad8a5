import { libraryHandlers } from './library-handlers.ts';
import { studioHandlers } from './studio-handlers.ts';
import type { CareParts } from './studio-parts.ts';

/** What is answered while the library cannot be opened: what is wrong with it, and what helps. */
export function createRescueRouter(parts: CareParts) {
  return { studio: studioHandlers(parts), library: libraryHandlers(parts) };
}

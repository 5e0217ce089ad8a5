import { maintenanceHandlers } from './maintenance-handlers.ts';
import type { RescueComponents } from './studio-components.ts';
import { studioHandlers } from './studio-handlers.ts';

/** What is answered while the library cannot be opened: what is wrong with it, and what helps. */
export function createRescueRouter(parts: RescueComponents) {
  return { studio: studioHandlers(parts), maintenance: maintenanceHandlers(parts) };
}

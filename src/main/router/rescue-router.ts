import { answer } from './answer.ts';
import type { RescueComponents } from './studio-components.ts';

/**
 * Number of events buffered for a slow screen; older ones are dropped, and the screen queries everything again at the
 * next one.
 */
const BACKLOG = 1000;

/** The calls answered while the library cannot be opened: its problem, and the ways to repair it. */
export function createRescueRouter({ info, maintenance, settings, events }: RescueComponents) {
  return {
    studio: answer('studio', {
      info: () => info,
      async *events(_, { signal }) {
        yield* events.subscribe('studio', { maxBufferedEvents: BACKLOG, ...(signal && { signal }) });
      },
      settings: () => settings.all(),
      remember: ({ key, value }) => settings.set(key, value),
    }),
    maintenance: answer('maintenance', {
      ...maintenance,
      takeIn: (_, { signal }) => maintenance.takeIn(signal),
      restore: ({ name }) => maintenance.restore(name),
      verify: (_, { signal }) => maintenance.verify(signal),
    }),
  };
}

import { answer } from './answer.ts';
import type { RescueComponents } from './studio-components.ts';

/** Events that a slow screen may fall behind by; older ones are dropped, and it asks for everything again on the next. */
const BACKLOG = 1000;

/** What is answered while the library cannot be opened: what is wrong with it, and what helps. */
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

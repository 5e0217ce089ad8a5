import { procedures } from './procedures.ts';
import type { RescueComponents } from './studio-components.ts';

/** Events that a slow screen may fall behind by; older ones are dropped, and it asks for everything again on the next. */
const BACKLOG = 1000;

export function studioHandlers({ info, settings, events }: RescueComponents) {
  const { studio } = procedures;
  return {
    info: studio.info.handler(() => info),
    events: studio.events.handler(async function* ({ signal }) {
      yield* events.subscribe('studio', { maxBufferedEvents: BACKLOG, ...(signal && { signal }) });
    }),
    settings: studio.settings.handler(() => settings.all()),
    remember: studio.remember.handler(({ input }) => settings.set(input.key, input.value)),
  };
}

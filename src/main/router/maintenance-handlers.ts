import { procedures } from './procedures.ts';
import type { RescueComponents } from './studio-components.ts';

export function maintenanceHandlers({ maintenance }: RescueComponents) {
  const calls = procedures.maintenance;
  return {
    status: calls.status.handler(() => maintenance.status()),
    takeIn: calls.takeIn.handler(({ signal }) => maintenance.takeIn(signal)),
    backUp: calls.backUp.handler(() => maintenance.backUp()),
    verify: calls.verify.handler(({ signal }) => maintenance.verify(signal)),
    restore: calls.restore.handler(({ input }) => maintenance.restore(input.name)),
    rebuild: calls.rebuild.handler(() => maintenance.rebuild()),
    keepDoubtful: calls.keepDoubtful.handler(() => maintenance.keepDoubtful()),
    purgeDoubtful: calls.purgeDoubtful.handler(() => maintenance.purgeDoubtful()),
  };
}

import { procedures } from './procedures.ts';
import type { CareParts } from './studio-parts.ts';

export function libraryHandlers({ care }: CareParts) {
  const { library } = procedures;
  return {
    status: library.status.handler(() => care.status()),
    takeIn: library.takeIn.handler(({ signal }) => care.takeIn(signal)),
    backUp: library.backUp.handler(() => care.backUp()),
    verify: library.verify.handler(({ signal }) => care.verify(signal)),
    restore: library.restore.handler(({ input }) => care.restore(input.name)),
    rebuild: library.rebuild.handler(() => care.rebuild()),
    keepExpired: library.keepExpired.handler(() => care.keepExpired()),
    purgeExpired: library.purgeExpired.handler(() => care.purgeExpired()),
  };
}

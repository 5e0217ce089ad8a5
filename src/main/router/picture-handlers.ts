import { procedures } from './procedures.ts';
import type { StudioComponents } from './studio-components.ts';

export function pictureHandlers({ library, exports }: StudioComponents) {
  const { pictures, boards } = procedures;
  return {
    pictures: {
      list: pictures.list.handler(({ input }) => library.pictures.list(input)),
      place: pictures.place.handler(({ input }) => library.pictures.place(input)),
      get: pictures.get.handler(({ input }) => library.pictures.get(input)),
      facets: pictures.facets.handler(() => library.pictures.facets()),
      star: pictures.star.handler(({ input }) => library.pictures.star(input)),
      rate: pictures.rate.handler(({ input }) => library.pictures.rate(input)),
      tag: pictures.tag.handler(({ input }) => library.pictures.tag(input)),
      trash: pictures.trash.handler(({ input }) => library.pictures.trash(input)),
      restore: pictures.restore.handler(({ input }) => library.pictures.restore(input)),
      purge: pictures.purge.handler(({ input }) => library.pictures.purge(input)),
      emptyTrash: pictures.emptyTrash.handler(() => library.pictures.emptyTrash()),
      export: pictures.export.handler(({ input }) => exports.prepare(input)),
    },
    boards: {
      list: boards.list.handler(() => library.boards.list()),
      create: boards.create.handler(({ input }) => library.boards.create(input)),
      rename: boards.rename.handler(({ input }) => library.boards.rename(input)),
      remove: boards.remove.handler(({ input }) => library.boards.remove(input)),
      add: boards.add.handler(({ input }) => library.boards.add(input)),
      takeOut: boards.takeOut.handler(({ input }) => library.boards.takeOut(input)),
    },
  };
}

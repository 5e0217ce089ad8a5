import { api } from '../../contract/client.ts';

/** The pictures with the exact one of the first's scene in front, if the library has it. */
export async function withReference(ids: readonly number[]): Promise<number[]> {
  const { pictureId } = await api.compare.exactOf({ id: ids[0]! });
  return pictureId === null ? [...ids] : [pictureId, ...ids.filter((id) => id !== pictureId)];
}

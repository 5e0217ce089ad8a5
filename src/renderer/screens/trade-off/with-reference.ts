import { api } from '../../contract/client.ts';

/** The pictures, preceded by the exact reference of the first if the library has it. */
export async function withReference(ids: readonly number[]): Promise<number[]> {
  const { pictureId } = await api.compare.exactOf({ id: ids[0]! });
  return pictureId === null ? [...ids] : [pictureId, ...ids.filter((id) => id !== pictureId)];
}

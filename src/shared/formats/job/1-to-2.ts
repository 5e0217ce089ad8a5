/** Version 1 had the model's id and the hash of its weights beside the other fields. */
export function modelTogether(draft: unknown): unknown {
  const { modelId, modelHash, ...rest } = draft as Record<string, unknown>;
  return { ...rest, model: { id: modelId, ...(modelHash === undefined ? {} : { hash: modelHash }) } };
}

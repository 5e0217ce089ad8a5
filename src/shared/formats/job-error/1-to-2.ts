/** Version 1 had English words only. */
export function withRefusal(json: unknown): unknown {
  return { ...(json as object), refusal: null };
}

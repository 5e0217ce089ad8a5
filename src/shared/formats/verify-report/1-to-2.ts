/** Version 1 did not look at what is kept inside the database and the pictures. */
export function withUnread(report: unknown): unknown {
  return { ...(report as object), unread: [] };
}

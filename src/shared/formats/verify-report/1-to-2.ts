/** Version 1 did not check the data stored inside the database and the pictures. */
export function withUnread(report: unknown): unknown {
  return { ...(report as object), unread: [] };
}

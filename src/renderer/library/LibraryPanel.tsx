export function LibraryPanel() {
  return null;
}

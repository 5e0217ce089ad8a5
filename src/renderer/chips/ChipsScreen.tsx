export function ChipsScreen() {
  return null;
}

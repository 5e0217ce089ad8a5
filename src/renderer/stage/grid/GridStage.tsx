export function GridStage() {
  return null;
}

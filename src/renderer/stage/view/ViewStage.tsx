export function ViewStage() {
  return null;
}

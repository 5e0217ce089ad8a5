export function CompareStage() {
  return null;
}

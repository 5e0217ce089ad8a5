export function RecipePanel() {
  return null;
}

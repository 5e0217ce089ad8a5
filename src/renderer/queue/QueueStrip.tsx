export function QueueStrip() {
  return null;
}

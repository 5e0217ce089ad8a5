export function TradeOffStage() {
  return null;
}

/** Up to this multiple of the cost of sharing out, pieces are as large as can be. */
const smallCalls = 200;

/**
 * Into how many pieces a call is cut: one, for the caller alone, where sharing out would cost more than it saves. A
 * call of less than a millisecond gives each thread one piece, because a crossbar prepares its rows anew in every
 * piece: with four, a UNet step took a fifth longer. A longer call is cut finer, so that a thread that the machine
 * takes away holds up little.
 *
 * @param cost see Operator
 * @param soloCost below which the caller works alone
 */
export function piecesOf(cost: number, threads: number, soloCost: number): number {
  if (threads === 1 || cost < soloCost) return 1;
  return cost < smallCalls * soloCost ? threads : 4 * threads;
}

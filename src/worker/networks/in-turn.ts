import type { Arena } from '../kernels/arena.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Runs steps one after the other, each on the result of the one before, whose memory is free as soon as the next is
 * done.
 */
export function inTurn(arena: Arena, first: () => Tensor, steps: readonly ((x: Tensor) => Tensor)[]): Tensor {
  const upTo = (count: number): Tensor =>
    arena.scope(() => (count === 0 ? first() : steps[count - 1]!(upTo(count - 1))));
  return upTo(steps.length);
}

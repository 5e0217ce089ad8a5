import { expect, test } from 'vitest';
import { Arena } from '../../src/worker/kernels/arena.ts';

function counted() {
  let blocks = 0;
  const arena = new Arena((bytes) => {
    blocks++;
    return { buffer: new SharedArrayBuffer(bytes), byteOffset: 0 };
  });
  return { arena, blocks: () => blocks };
}

const ofLength = (arena: Arena, length: number) => ({ data: arena.floats(length) });

test('memory of a scope is used again when the scope has ended', () => {
  const { arena, blocks } = counted();
  for (let i = 0; i < 5; i++) arena.scope(() => ofLength(arena, 1000 + i));
  expect(blocks()).toBe(1);
});

test('within a scope no two arrays overlap', () => {
  const { arena } = counted();
  arena.scope(() => ofLength(arena, 500));
  arena.scope(() => {
    const first = ofLength(arena, 500).data.fill(1);
    const second = ofLength(arena, 500).data.fill(2);
    expect(first.every((x) => x === 1)).toBe(true);
    return { data: second };
  });
});

test('the result of an inner scope stays until the outer one ends', () => {
  const { arena, blocks } = counted();
  arena.scope(() => {
    const kept = arena.scope(() => {
      ofLength(arena, 300);
      return ofLength(arena, 300);
    });
    kept.data.fill(7);
    ofLength(arena, 300).data.fill(8);
    expect(kept.data.every((x) => x === 7)).toBe(true);
    return kept;
  });
  expect(blocks()).toBe(2);
});

test('what leaves the outermost scope is an ordinary copy with the other properties of the result', () => {
  const { arena } = counted();
  const result = arena.scope(() => ({ shape: [2, 2], data: arena.floats(4).fill(3) }));
  arena.scope(() => ({ data: arena.floats(4).fill(9) }));
  expect(result).toEqual({ shape: [2, 2], data: Float32Array.of(3, 3, 3, 3) });
});

test('outside of all scopes an array is nobody else’s', () => {
  const { arena, blocks } = counted();
  expect(arena.floats(10)).not.toBe(arena.floats(10));
  expect(blocks()).toBe(0);
});

test('an error ends the scope as well', () => {
  const { arena, blocks } = counted();
  const failing = () =>
    arena.scope(() => {
      ofLength(arena, 100);
      throw new Error('on purpose');
    });
  expect(failing).toThrow('on purpose');
  arena.scope(() => ofLength(arena, 100));
  expect(blocks()).toBe(1);
});

test('a small array does not take a much larger block', () => {
  const { arena, blocks } = counted();
  arena.scope(() => ofLength(arena, 100_000));
  arena.scope(() => ofLength(arena, 1000));
  expect(blocks()).toBe(2);
});

test('the peak counts what is alive at once', () => {
  const { arena } = counted();
  for (let i = 0; i < 3; i++) {
    arena.scope(() => {
      arena.bytes(1024);
      return ofLength(arena, 256);
    });
  }
  expect(arena.peakBytes).toBe(2048);
});

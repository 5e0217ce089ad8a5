import { describe, expect, test } from 'vitest';
import { placeWindow } from '../../src/main/hosts/electron/window-place.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const monitor = { x: 1440, y: -200, width: 2560, height: 1440 };

describe('where the window opens', () => {
  test('the first time: in the middle of the primary screen, no larger than it', () => {
    expect(placeWindow(null, [monitor, laptop])).toEqual({ x: 2000, y: 70, width: 1440, height: 900 });
    expect(placeWindow(null, [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
  });

  test('where it was, also across two screens', () => {
    const kept = { x: 1200, y: 100, width: 1000, height: 700 };
    expect(placeWindow(kept, [laptop, monitor])).toEqual(kept);
  });

  test('back in sight when its screen is gone', () => {
    const kept = { x: 2000, y: 100, width: 1000, height: 700 };
    expect(placeWindow(kept, [laptop])).toEqual({ x: 220, y: 113, width: 1000, height: 700 });
  });

  test('with a title bar that can be reached', () => {
    expect(placeWindow({ x: 100, y: -90, width: 1000, height: 700 }, [laptop]).y).toBe(25);
    // A sliver at the edge is not enough to drag it by.
    expect(placeWindow({ x: 1400, y: 100, width: 1000, height: 700 }, [laptop]).x).toBe(220);
  });

  test('never smaller than its columns, never larger than the screen', () => {
    const { width, height } = placeWindow({ x: 0, y: 25, width: 200, height: 5000 }, [laptop]);
    expect({ width, height }).toEqual({ width: 960, height: 875 });
  });
});

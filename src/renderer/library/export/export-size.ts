interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the exported files; null where they differ or are unknown. */
export function exportSize(pictures: readonly Size[], scale: number): Size | null {
  const [first, ...others] = pictures;
  if (!first || others.some(({ width, height }) => width !== first.width || height !== first.height)) return null;
  return { width: first.width * scale, height: first.height * scale };
}

/** Bytes of memory that this process has held at most so far. */
export function peakBytes(): number {
  return 1024 * process.resourceUsage().maxRSS;
}

/** Bytes of memory that it holds now. */
export function heldBytes(): number {
  return process.memoryUsage.rss();
}

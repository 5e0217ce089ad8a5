/** Version 2 had each reason in English; since then it may be a phrase that a screen words. A text is one still. */
export function withReasons(report: unknown): unknown {
  return report;
}

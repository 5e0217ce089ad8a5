/**
 * Where a host serves binary data, relative to its root. Picture ids are never reused, so the content of a URL never
 * changes.
 */
export const urls = {
  picture: (id: number) => `/pictures/${id}.png`,
  /** WebP, at most 320 pixels a side. */
  thumbnail: (id: number) => `/thumbnails/${id}.webp`,
  preview: (jobId: number, step: number) => `/previews/${jobId}/${step}.png`,
  /** FLIP's error of `testId` against `referenceId`, in magma colours. */
  flip: (referenceId: number, testId: number) => `/flip/${referenceId}/${testId}.png`,
  export: (ticket: string) => `/exports/${ticket}`,
  /**
   * POST a PNG here; X-File-Name (URI-encoded) names it in errors. Answers `importedSchema`, or an error with status
   * 4xx.
   */
  import: '/import',
};

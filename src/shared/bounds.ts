/**
 * Length limits of texts from outside. File systems allow names of 255 bytes, so no real model id or plan name is
 * longer.
 */
export const MOST_NAME = 255;
/** A prompt or a negative prompt. */
export const MOST_PROMPT = 2000;
/** Description of a chip or a plan. */
export const MOST_DESCRIPTION = 2000;
/** Windows' maximum path length. */
export const MOST_PATH = 32_767;
/** Characters of the JSON of one setting. A recipe with a long plan fits several times. */
export const MOST_SETTING = 1 << 18;

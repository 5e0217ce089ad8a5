/**
 * Bounds of texts that enter. File systems stop names at 255 bytes, so no honest id of a model or name of a plan is
 * longer.
 */
export const MOST_NAME = 255;
/** A prompt or a negative prompt. */
export const MOST_PROMPT = 2000;
/** Of a chip or a plan. */
export const MOST_DESCRIPTION = 2000;
/** Windows' longest. */
export const MOST_PATH = 32_767;
/** JSON of one remembered choice of a screen, characters. A recipe with a long plan fits several times. */
export const MOST_SETTING = 1 << 18;

import { z } from 'zod';
import { exportLookSchema } from '../contract/pictures.ts';
import { RECIPE_FORM } from './recipe-form.ts';
import { intoField } from './setting/1-to-2.ts';
import { defineSetting, type Setting } from './setting.ts';

/** Sizes of the panels in percent, by panel id. */
const sizesSchema = z.record(z.string(), z.number());

const layoutSchema = z.object({ recipe: z.boolean(), library: z.boolean(), sizes: sizesSchema });
export type PanelLayout = z.infer<typeof layoutSchema>;

/** Which of the three columns are open. */
export const LAYOUT = defineSetting('layout', layoutSchema);

/** Side of a gallery tile, pixels. */
export const TILE_SIZES = { min: 64, max: 256 };

const libraryLooksSchema = z.object({
  tileSize: z.number().min(TILE_SIZES.min).max(TILE_SIZES.max),
  details: z.boolean(),
  sizes: sizesSchema.exactOptional(),
});
export type LibraryLooks = z.infer<typeof libraryLooksSchema>;

/** How the gallery looks. */
export const LIBRARY_LOOKS = defineSetting('library-looks', libraryLooksSchema);

/** Last used options of the export dialog. */
export const EXPORT_LOOK = defineSetting('export-look', exportLookSchema);

/** The state of each maintenance notice when it was dismissed. */
export const DISMISSED_NOTICES = defineSetting('care-dismissed', z.record(z.string(), z.string()));

/** Language tag of a language of the studio. */
export const LANGUAGE = defineSetting('language', z.object({ language: z.string().max(20) }), [intoField('language')]);

/** Whether enlarged pictures are smoothed. */
export const SMOOTH_ZOOM = defineSetting('zoom.smooth', z.object({ smooth: z.boolean() }), [intoField('smooth')]);

export const COMPARE_MODES = ['slider', 'side', 'flicker', 'heatmap'] as const;

/** How Compare shows the pinned pictures. */
export const COMPARE_MODE = defineSetting('compare.mode', z.object({ mode: z.enum(COMPARE_MODES) }), [
  intoField('mode'),
]);

export const SETTINGS: readonly Setting<unknown>[] = [
  RECIPE_FORM,
  LAYOUT,
  LIBRARY_LOOKS,
  EXPORT_LOOK,
  DISMISSED_NOTICES,
  LANGUAGE,
  SMOOTH_ZOOM,
  COMPARE_MODE,
];

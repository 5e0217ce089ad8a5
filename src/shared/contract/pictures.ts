import { z } from 'zod';
import { MOST_NAME } from '../bounds.ts';
import { energyReportSchema } from '../energy/energy-report.ts';
import { fidelitySchema } from '../engine/engine-protocol.ts';
import { LANGUAGE_IDS } from '../locales/index.ts';
import { jobDraftSchema } from '../recipe/draft.ts';
import { recipeSchema } from '../recipe/recipe.ts';
import { unreadSchema } from '../unread.ts';

export const pictureIdSchema = z.int().min(1);
/** Milliseconds since 1970, UTC. */
export const timeSchema = z.int();

/**
 * Fidelity of a picture to its exact reference: same model, prompts, seed, size, steps, guidance and sampler.
 */
export const fidelityFiguresSchema = fidelitySchema.omit({ flipMap: true });
export type FidelityFigures = z.infer<typeof fidelityFiguresSchema>;

const PICTURE_SOURCES = ['painted', 'imported', 'bundled'] as const;

/**
 * What a tile of the gallery shows. For a picture from another program, fields that its file does not contain are null.
 */
export const pictureSummarySchema = z.strictObject({
  id: pictureIdSchema,
  source: z.enum(PICTURE_SOURCES),
  createdAt: timeSchema,
  width: z.int(),
  height: z.int(),
  hasAlpha: z.boolean(),
  prompt: z.string(),
  modelId: z.string().nullable(),
  seed: z.number().nullable(),
  steps: z.int().nullable(),
  guidance: z.number().nullable(),
  sampler: z.string().nullable(),
  chipId: z.string().nullable(),
  chipName: z.string().nullable(),
  /** Name of the precision plan: 'exact', 'balanced', 'frugal', 'custom', or a plan's own. */
  precision: z.string().nullable(),
  joules: z.number().nullable(),
  /** Wall seconds from prompt to pixels. */
  seconds: z.number().nullable(),
  /** Painted without a chip, so that others can be compared with it. */
  exact: z.boolean(),
  /** Against its exact reference, once both are in the library; null for the reference itself. */
  fidelity: fidelityFiguresSchema.nullable(),
  star: z.boolean(),
  /** 0 = not rated. */
  rating: z.int().min(0).max(5),
  trashedAt: timeSchema.nullable(),
  sweepId: z.int().nullable(),
});
export type PictureSummary = z.infer<typeof pictureSummarySchema>;

export const pictureDetailsSchema = pictureSummarySchema.extend({
  /** SHA-256 of the PNG file, which is also the file's name in the library. */
  hash: z.string(),
  negativePrompt: z.string(),
  /** Null where there is none, or where it cannot be read: `recipeUnread` then says why. */
  recipe: recipeSchema.nullable(),
  recipeUnread: unreadSchema.nullable(),
  energy: energyReportSchema.nullable(),
  energyUnread: unreadSchema.nullable(),
  preparationSeconds: z.number().nullable(),
  backend: z.string().nullable(),
  threads: z.int().nullable(),
  tags: z.array(z.string()),
  boardIds: z.array(z.int()),
  /** Its exact reference, if the library has one other than this picture. */
  exactId: pictureIdSchema.nullable(),
});
export type PictureDetails = z.infer<typeof pictureDetailsSchema>;

/** Most values of one kind in a filter: far more than there are to choose from. */
const MOST_CHOICES = 200;
const names = z.array(z.string().max(MOST_NAME)).max(MOST_CHOICES);
const range = z.strictObject({ min: z.number().nullable(), max: z.number().nullable() });

/** Every part narrows the result; parts that are left out do not. */
export const pictureFilterSchema = z.strictObject({
  /** Words of the prompt (each matches as a prefix); Chinese by any run of characters. */
  text: z.string().max(500).optional(),
  boardId: z.int().optional(),
  tags: names.optional(),
  starred: z.boolean().optional(),
  minRating: z.int().min(1).max(5).optional(),
  chipIds: names.optional(),
  precisions: names.optional(),
  joules: range.optional(),
  /** createdAt, both ends included. */
  created: range.optional(),
  sweepId: z.int().optional(),
  /** true: pictures in the trash; otherwise those outside it. */
  trash: z.boolean().optional(),
});
export type PictureFilter = z.infer<typeof pictureFilterSchema>;

export const PICTURE_SORTS = ['newest', 'oldest', 'joules', 'fidelity', 'rating'] as const;
export type PictureSort = (typeof PICTURE_SORTS)[number];

export const listInputSchema = z.strictObject({
  filter: pictureFilterSchema,
  sort: z.enum(PICTURE_SORTS),
  offset: z.int().min(0),
  limit: z.int().min(1).max(1000),
});

export const pageSchema = z.strictObject({
  /** Pictures that pass the filter. */
  total: z.int(),
  items: z.array(pictureSummarySchema),
});
export type Page = z.infer<typeof pageSchema>;

const countSchema = z.strictObject({ value: z.string(), count: z.int() });

/** The values to filter by, over the whole library without its trash. */
export const facetsSchema = z.strictObject({
  chips: z.array(countSchema.extend({ name: z.string() })),
  precisions: z.array(countSchema),
  tags: z.array(countSchema),
  joules: range,
  total: z.int(),
  trashed: z.int(),
});
export type Facets = z.infer<typeof facetsSchema>;

export const boardSchema = z.strictObject({
  id: z.int(),
  name: z.string().min(1).max(80),
  count: z.int(),
  /** Newest picture, for the board's cover. */
  coverId: pictureIdSchema.nullable(),
});
export type Board = z.infer<typeof boardSchema>;

/** The exact reference of a picture: its id in the library, or the draft to queue if there is none. */
export const exactOfSchema = z.strictObject({
  pictureId: pictureIdSchema.nullable(),
  draft: jobDraftSchema.nullable(),
});

/** What a file export looks like. */
export const exportLookSchema = z.strictObject({
  /** Whole factor, smooth filter. */
  scale: z.int().min(1).max(8),
  /** Background for pictures with alpha. */
  background: z.union([z.literal('transparent'), z.string().regex(/^#[0-9a-f]{6}$/)]),
  /** Whether to leave recipe and parameters out of the file. */
  stripRecipe: z.boolean(),
});
export type ExportLook = z.infer<typeof exportLookSchema>;

export const exportRequestSchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('pictures'),
    ids: z.array(pictureIdSchema).min(1).max(10_000),
    look: exportLookSchema,
  }),
  z.strictObject({ what: z.literal('board'), boardId: z.int(), look: exportLookSchema }),
  /** `language`: of what is lettered on it. */
  z.strictObject({ what: z.literal('sweep-sheet'), sweepId: z.int(), language: z.enum(LANGUAGE_IDS) }),
  z.strictObject({ what: z.literal('sweep-table'), sweepId: z.int() }),
]);
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** A file that can be fetched once over the host's own scheme. */
export const exportTicketSchema = z.strictObject({ url: z.string(), fileName: z.string() });

/** Result of importing a file (answer of POST /import). */
export const importedSchema = z.strictObject({
  id: pictureIdSchema,
  /** 'restored': it was in the trash. */
  outcome: z.enum(['new', 'existing', 'restored']),
  /** What its file contains: the whole recipe, only the parameters text of other tools, or nothing. */
  knows: z.enum(['recipe', 'parameters', 'nothing']),
  /** It has an Ohmbrush recipe that cannot be read; the recipe stays in the file. */
  unread: unreadSchema.nullable(),
});
export type Imported = z.infer<typeof importedSchema>;

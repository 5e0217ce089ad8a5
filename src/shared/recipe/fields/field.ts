import type { z } from 'zod';

/** How a field takes part in the settings line of AUTOMATIC1111's web UI. */
interface A1111Setting {
  readonly name: string;
  /** What other tools call it, in the order in which they are believed. */
  readonly aliases?: readonly string[];
  /** The web UI's own names of the choices. */
  readonly values?: Readonly<Record<string, string>>;
}

interface CommandFlag {
  /** As commander takes it: '--steps <n>'. */
  readonly flags: string;
  /** Without the default, which the help text adds where the list says one. */
  readonly help: string;
}

type FieldSweep =
  | {
      readonly by: 'number';
      /** What an arrow key adds. */
      readonly step: number;
      /** 'ratio': each value of a range is the same multiple of the one before. */
      readonly spread: 'even' | 'ratio';
      /** The value is a multiple of what the model says, and `step` is that, too. */
      readonly multipleOf?: 'sizeMultiple';
    }
  | { readonly by: 'choice' };

/** 'asked': every draft says it. 'model': a draft may leave it to the model's own value. */
type FieldDefault<V> = 'asked' | 'model' | { readonly value: V };

/**
 * One field of a recipe: all that is said about it anywhere. Its name on the screen is the text of the same key among
 * the recipe's texts, and its help `<key>Help`.
 */
export interface Field<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly default: FieldDefault<z.output<S>>;
  /**
   * The recipe's version that had it first, if not 1. Earlier recipes have its default, so that has to be a constant.
   */
  readonly added?: number;
  /**
   * 'content': what picture it is; two pictures that differ in it are not compared. 'chip': what paints it, and makes
   * the difference to the reference.
   */
  readonly part: 'content' | 'chip';
  readonly unit?: 's' | 'px';
  /** The name or number that stands for the value in one cell or line. Left out: the value itself. */
  short?(value: z.output<S>): string | number;
  /** Proper names of the choices, as the screen shows them. Left out: the choices themselves. */
  readonly names?: Readonly<Record<string, string>>;
  /** Key of it in a picture's summary, which has a column of the database for it. Left out: only recipes say it. */
  readonly listedAs?: string;
  /** Header of its column in a table (CSV), with the unit. */
  readonly column: string;
  /** null: it stands elsewhere in that text (prompts, size). */
  readonly a1111: A1111Setting | null;
  /** null: no flag of its own. */
  readonly flag: CommandFlag | null;
  /** null: it cannot be swept. */
  readonly sweep: FieldSweep | null;
}

import type { z } from 'zod';

/** How a field appears in the settings line of AUTOMATIC1111's web UI. */
interface A1111Setting {
  readonly name: string;
  /** Names that other tools use, in order of preference. */
  readonly aliases?: readonly string[];
  /** The web UI's names of the choices. */
  readonly values?: Readonly<Record<string, string>>;
}

interface CommandFlag {
  /** In commander's syntax: '--steps <n>'. */
  readonly flags: string;
  /** Without the default, which the help text adds if the field has one. */
  readonly help: string;
}

type FieldSweep =
  | {
      readonly by: 'number';
      /** Step of an arrow key. */
      readonly step: number;
      /** 'ratio': each value of a range is the same multiple of the one before. */
      readonly spread: 'even' | 'ratio';
      /** The value is a multiple of the model's pixel multiple, and so is `step`. */
      readonly multipleOf?: 'sizeMultiple';
    }
  | { readonly by: 'choice' };

/** 'asked': every draft has it. 'model': a draft may leave it to the model's default. */
type FieldDefault<V> = 'asked' | 'model' | { readonly value: V };

/**
 * One field of a recipe: everything that is defined about it. Its label is the text of the same key in the recipe's
 * texts, and its help `<key>Help`.
 */
export interface Field<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly default: FieldDefault<z.output<S>>;
  /**
   * First recipe version that had the field, if not 1. Earlier recipes get its default, which therefore has to be a
   * constant.
   */
  readonly added?: number;
  /**
   * 'content': defines the picture; pictures that differ in it are not compared. 'chip': defines the hardware, and so
   * the difference to the reference.
   */
  readonly part: 'content' | 'chip';
  readonly unit?: 's' | 'px';
  /** Short form of the value for one cell or line: a name or a number. Default: the value itself. */
  short?(value: z.output<S>): string | number;
  /** Proper names of the choices for the screen. Default: the choices themselves. */
  readonly names?: Readonly<Record<string, string>>;
  /** Its key in a picture's summary, for which the database has a column. Default: only in the recipe. */
  readonly listedAs?: string;
  /** Header of its CSV column, with the unit. */
  readonly column: string;
  /** null: it is elsewhere in that text (prompts, size). */
  readonly a1111: A1111Setting | null;
  /** null: it has no flag. */
  readonly flag: CommandFlag | null;
  /** null: it cannot be swept. */
  readonly sweep: FieldSweep | null;
}

import type { en } from './en.ts';

/** Endings of the plural forms that English has no use for, and others do. */
type OtherPlurals = 'zero' | 'two' | 'few' | 'many';

type Plurals<Key> = Key extends `${infer Noun}_other` ? `${Noun}_${OtherPlurals}` : never;

/**
 * The keys of English, each with a text. A missing or a surplus one does not compile, but for plurals: every language has
 * the forms that Intl.PluralRules names for it, `_other` at least.
 */
type Texts<English> = {
  readonly [Key in keyof English as Key extends `${string}_one` ? never : Key]: English[Key] extends string
    ? string
    : Texts<English[Key]>;
} & { readonly [Key in keyof English as Key extends `${string}_one` ? Key : Plurals<Key>]?: string };

export type Locale = Texts<typeof en>;

/**
 * The texts of one feature in both languages. The second is checked against the first: a missing or a surplus key does not
 * compile. `{{name}}` stands for a value, as in i18next; plural keys end in _one and _other (Chinese needs both too, alike).
 */
export function words<const En extends Record<string, string>>(en: En, zh: { readonly [Key in keyof En]: string }) {
  return { en, zh };
}

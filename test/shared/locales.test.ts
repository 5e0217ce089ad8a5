import { expect, test } from 'vitest';
import { OhmbrushError } from '../../src/shared/errors.ts';
import { en } from '../../src/shared/locales/en.ts';
import { LANGUAGES, languageFor } from '../../src/shared/locales/index.ts';
import { hasWords, wordRefusal } from '../../src/shared/locales/word-refusal.ts';
import { phrase, refusalSchema } from '../../src/shared/refusals.ts';
import { toldErrorSchema } from '../../src/shared/told-error.ts';

type Texts = { readonly [key: string]: string | Texts };

/** Every text by its path: 'refusals.no-backup.what'. */
function flat(texts: Texts, above = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[above + key, value]] : flat(value, `${above}${key}.`),
  );
}

const placeholders = (text: string) => [...new Set(text.match(/\{\{[^}]*\}\}/g))].sort();
const english = new Map(flat(en));

test.each(LANGUAGES.map(({ id, texts }) => [id, texts] as const))(
  '%s: each text has the places of the English one',
  (_, texts) => {
    const wrong = flat(texts).filter(([path, text]) => {
      const original = english.get(path) ?? english.get(path.replace(/_(zero|one|two|few|many)$/, '_other')) ?? '';
      return placeholders(text).join() !== placeholders(original).join() && !path.endsWith('_one');
    });
    expect(wrong).toEqual([]);
  },
);

test.each(LANGUAGES.map(({ id, intl, texts }) => [id, intl, texts] as const))(
  '%s: a plural has every form that the language tells apart',
  (_, intl, texts) => {
    const forms = new Intl.PluralRules(intl).resolvedOptions().pluralCategories;
    const paths = new Set(flat(texts).map(([path]) => path));
    const plurals = [...paths].filter((path) => path.endsWith('_other')).map((path) => path.slice(0, -'_other'.length));
    expect(plurals.length).toBeGreaterThan(10);
    expect(
      plurals.flatMap((noun) => forms.map((form) => `${noun}_${form}`)).filter((path) => !paths.has(path)),
    ).toEqual([]);
  },
);

test('the chosen language comes before the system’s, and English stands in for one that there is not', () => {
  expect(languageFor('zh', ['en-US'])).toBe('zh');
  expect(languageFor('xx', ['fr-FR', 'zh-Hant-TW', 'en'])).toBe('zh');
  expect(languageFor(undefined, ['fr-FR'])).toBe('en');
});

test('a refusal is worded in each language, its parts and lists too, and comes through JSON', () => {
  const error = new OhmbrushError('chip-unknown', {
    id: 'pmc',
    suggestion: phrase('did-you-mean', { close: 'pcm' }),
    ids: ['exact', 'pcm'],
  });
  expect(error.line).toBe(
    "there is no chip 'pmc' (did you mean 'pcm'?). Choose one of exact, pcm, or give a profile as file.json.",
  );
  const told = toldErrorSchema.parse(JSON.parse(JSON.stringify(error.told)));
  expect(wordRefusal(told.refusal!, 'zh')).toEqual({
    what: '没有芯片“pmc”（是不是“pcm”？）',
    todo: '请从 exact、pcm 中选择，或给出 JSON 配置文件',
  });
});

test('what a stranger wrote is neither read as a text’s place nor let grow without end', () => {
  const { what } = new OhmbrushError('no-library', { folder: '$t(app:library) {{folder}}' });
  expect(wordRefusal(what, 'en').what).toBe('there is no library in $t(app:library) {{folder}}');
  const long = new OhmbrushError('no-library', { folder: 'x'.repeat(1e6) });
  expect(long.line.length).toBeLessThan(5000);
  expect(refusalSchema.safeParse(long.what).success).toBe(true);
});

test.each(['lng', 'ns', 'count', 'replace', 'nsSeparator', 'keySeparator', 'skipInterpolation', 'interpolation'])(
  'a value named %s is a value, not an option of i18next',
  (name) => {
    const refusal = { key: 'no-library', values: { [name]: 'zh', folder: 'there' } };
    expect(wordRefusal(refusal, 'en').what).toBe('there is no library in there');
  },
);

test('a refusal or a phrase of another version is known to have no words here', () => {
  expect(hasWords({ key: 'no-backup', values: {} })).toBe(true);
  expect(hasWords({ key: 'of-the-future', values: {} })).toBe(false);
  expect(hasWords({ key: 'constructor', values: {} })).toBe(false);
  expect(hasWords({ key: 'no-library', values: { folder: 'there' } })).toBe(true);
  expect(hasWords({ key: 'no-library', values: { directory: 'there' } })).toBe(false);
  expect(hasWords(phrase('did-you-mean', { close: 'pcm' }))).toBe(true);
  expect(hasWords({ phrase: 'did-you-mean', values: {} })).toBe(false);
  expect(hasWords({ key: 'no-library', values: { folder: { phrase: 'of-the-future', values: {} } } })).toBe(false);
});

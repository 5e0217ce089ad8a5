import { expect, test, vi } from 'vitest';

// A made-up language: every English text in angle brackets. One entry in the list is all that it takes.
vi.mock('../../src/shared/locales/index.ts', async (original) => {
  const index = await original<typeof import('../../src/shared/locales/index.ts')>();
  const bracketed = (texts: object): object =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? `<${text}>` : bracketed(text)]),
    );
  const [english] = index.LANGUAGES;
  const made = { id: 'xx', name: 'Bracketed', html: 'xx', intl: 'de', texts: bracketed(english.texts) };
  const languages = [...index.LANGUAGES, made];
  return { ...index, LANGUAGES: languages, languageWithId: (id: string) => languages.find((each) => each.id === id) };
});

const { COMMAND_IDS, COMMANDS } = await import('../../src/shared/commands.ts');
const { commandTitle, texts } = await import('../../src/shared/locales/translate.ts');
const { OhmbrushError } = await import('../../src/shared/errors.ts');
const { wordRefusal } = await import('../../src/shared/locales/word-refusal.ts');
const { si } = await import('../../src/shared/quantities.ts');

const made = 'xx' as never;

test('a third language is offered by its own name, with the others', () => {
  const offered = COMMAND_IDS.filter((id) => COMMANDS[id].menu === 'language');
  expect(offered.map((id) => commandTitle(id, 'en'))).toEqual([
    'Language: English',
    'Language: 中文',
    'Language: Bracketed',
  ]);
});

test('its texts are those of the menus, the screens and the refusals, its figures are written as its Intl locale says', () => {
  expect(commandTitle('generate', made)).toBe('<Generate>');
  expect(texts(made, 'desktop')('quit')).toBe('<Quit Ohmbrush>');
  expect(texts(made, 'desktop')('ready', { count: 3 })).toBe('<3 pictures are ready>');
  const { what } = new OhmbrushError('no-library', { folder: '/a' });
  expect(wordRefusal(what, made)).toEqual({
    what: '<there is no library in /a>',
    todo: '<Name its folder with --library>',
  });
  expect(si(0.00123, 'J', made)).toBe('1,23 mJ');
});

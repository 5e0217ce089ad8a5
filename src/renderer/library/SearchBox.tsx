import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLibrary } from './library-store.ts';

/** A search starts this long after the last keystroke. */
const REST_MS = 150;

/** Words of the prompts. */
export function SearchBox() {
  const { t } = useTranslation('library');
  const { filter, show, searchAsked } = useLibrary();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter.text ?? '');
  const search = useDebouncedCallback((words: string) => {
    const { filter } = useLibrary.getState();
    show({ ...filter, text: words.trim() });
  }, REST_MS);

  // The text was cleared elsewhere, by its filter chip or by going to another place.
  useEffect(() => {
    if (filter.text === undefined && document.activeElement !== field.current) setText('');
  }, [filter.text]);

  useEffect(() => {
    if (!searchAsked) return;
    field.current?.focus();
    field.current?.select();
    useLibrary.setState({ searchAsked: false });
  }, [searchAsked]);

  const type = (words: string) => {
    setText(words);
    search(words);
  };
  return (
    <TextInput
      ref={field}
      type="search"
      flex={1}
      miw={0}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text !== '') {
          event.preventDefault();
          type('');
        } else if (event.key === 'Escape') {
          field.current?.blur();
        } else if (event.key === 'ArrowDown') {
          event.preventDefault();
          document.querySelector<HTMLElement>('[role="grid"]')?.focus();
        }
      }}
      placeholder={t('search')}
      aria-label={t('search')}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        text !== '' && (
          <ActionIcon size={20} aria-label={t('clearSearch')} onClick={() => type('')}>
            <X size={12} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

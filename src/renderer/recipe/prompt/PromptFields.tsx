import { Textarea, Tooltip, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight, History } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../fields/Fields.module.css';
import { useRecipe } from '../store/recipe-store.ts';
import { usePromptWalk } from './use-prompt-walk.ts';

const LONGEST = 2000;

/** Prompt and negative prompt. */
export function PromptFields() {
  const { t } = useTranslation('recipe');
  const { prompt, negativePrompt } = useRecipe((state) => state.form);
  const change = useRecipe((state) => state.change);
  const input = useRef<HTMLTextAreaElement>(null);
  const { onKeyDown, restart } = usePromptWalk();
  const [negativeOpen, setNegativeOpen] = useState(negativePrompt !== '');
  const promptAsked = useRecipe((state) => state.promptAsked);
  const answerPrompt = useRecipe((state) => state.answerPrompt);
  useEffect(() => {
    if (!promptAsked) return;
    input.current?.focus();
    answerPrompt();
  }, [promptAsked, answerPrompt]);

  function write(part: { prompt: string } | { negativePrompt: string }): void {
    restart();
    change(part);
  }

  return (
    <div className={classes.group}>
      <Textarea
        ref={input}
        label={
          <>
            {t('prompt')}{' '}
            <Tooltip label={t('promptKeys')}>
              <History size={11} aria-hidden />
            </Tooltip>
          </>
        }
        aria-description={t('promptKeys')}
        placeholder={t('promptHint')}
        value={prompt}
        maxLength={LONGEST}
        autosize
        minRows={3}
        maxRows={8}
        onChange={(event) => write({ prompt: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={negativeOpen}
        onClick={() => setNegativeOpen(!negativeOpen)}
      >
        {negativeOpen ? <ChevronDown size={12} aria-hidden /> : <ChevronRight size={12} aria-hidden />}
        {t('negativePrompt')}
        {!negativeOpen && negativePrompt !== '' && <span className={classes.set}>· {t('negativeSet')}</span>}
      </UnstyledButton>
      {negativeOpen && (
        <Textarea
          aria-label={t('negativePrompt')}
          placeholder={t('negativeHint')}
          value={negativePrompt}
          maxLength={LONGEST}
          autosize
          minRows={1}
          maxRows={4}
          onChange={(event) => write({ negativePrompt: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

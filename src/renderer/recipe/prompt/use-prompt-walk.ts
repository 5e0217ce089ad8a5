import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef } from 'react';
import { query } from '../../contract/client.ts';
import { useRecipe } from '../store/recipe-store.ts';

interface Prompts {
  readonly prompt: string;
  readonly negativePrompt: string;
}

/** Alt+Up and Alt+Down step through earlier prompts; the newest entry is the unfinished text. */
export function usePromptWalk() {
  const { data: history = [] } = useQuery(query.prompts.history.queryOptions());
  /** Steps back, and the unfinished text. */
  const walk = useRef<{ back: number; own: Prompts } | null>(null);

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const { form, change } = useRecipe.getState();
    const { prompt, negativePrompt } = form;
    walk.current ??= { back: 0, own: { prompt, negativePrompt } };
    // Often the current prompt is the newest one painted: stepping to it would change nothing visible.
    const steps = [walk.current.own, ...history.filter((entry) => !same(entry, walk.current!.own))];
    const back = Math.min(Math.max(walk.current.back + (event.key === 'ArrowUp' ? 1 : -1), 0), steps.length - 1);
    walk.current.back = back;
    change(steps[back]!);
  }

  return {
    onKeyDown,
    /** The prompt was edited: stepping starts from it again. */
    restart: () => {
      walk.current = null;
    },
  };
}

function same(a: Prompts, b: Prompts): boolean {
  return a.prompt === b.prompt && a.negativePrompt === b.negativePrompt;
}

import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef } from 'react';
import { query } from '../../contract/client.ts';
import { useRecipe } from '../store/recipe-store.ts';

interface Prompts {
  readonly prompt: string;
  readonly negativePrompt: string;
}

/** Alt+Up and Alt+Down in the prompt walk through what was painted before; the newest end is what was being written. */
export function usePromptWalk() {
  const { data: history = [] } = useQuery(query.prompts.history.queryOptions());
  /** How far back, and what was being written. */
  const walk = useRef<{ back: number; own: Prompts } | null>(null);

  function onKeyDown(event: KeyboardEvent): void {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    const { form, change } = useRecipe.getState();
    const { prompt, negativePrompt } = form;
    walk.current ??= { back: 0, own: { prompt, negativePrompt } };
    // The prompt on screen is often the newest one painted: going back to it would look as if nothing happened.
    const steps = [walk.current.own, ...history.filter((entry) => !same(entry, walk.current!.own))];
    const back = Math.min(Math.max(walk.current.back + (event.key === 'ArrowUp' ? 1 : -1), 0), steps.length - 1);
    walk.current.back = back;
    change(steps[back]!);
  }

  return {
    onKeyDown,
    /** The prompt was edited by hand: the walk starts from it. */
    restart: () => {
      walk.current = null;
    },
  };
}

function same(a: Prompts, b: Prompts): boolean {
  return a.prompt === b.prompt && a.negativePrompt === b.negativePrompt;
}

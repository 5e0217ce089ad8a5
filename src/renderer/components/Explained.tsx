import type { ReactNode } from 'react';
import type { ToldError } from '../../shared/told-error.ts';
import { explainTold, sentence } from './tell-error.tsx';

interface Props {
  error: ToldError;
  /** How what happened is shown; left out: like what to do. */
  what?(text: string): ReactNode;
}

/** What happened and what to do, as two sentences in the language of the screens. */
export function Explained({ error, what = (text) => text }: Props) {
  const explained = explainTold(error);
  return (
    <>
      {what(sentence(explained.what))} {sentence(explained.todo)}
    </>
  );
}

import { notifications } from '@mantine/notifications';
import { ORPCError } from '@orpc/client';
import i18next from 'i18next';

/** What happened and what to do, from a refusal of the studio or an error of our own. */
export function explain(error: unknown): { what: string; todo: string } {
  if (error instanceof ORPCError && error.defined) return { what: error.data.message, todo: error.data.todo };
  return { what: error instanceof Error ? error.message : String(error), todo: i18next.t('parts:tryAgain') };
}

/** Shows an error until it is dismissed. An abort is not one. */
export function tellError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const { what, todo } = explain(error);
  notifications.show({
    color: 'red',
    title: sentence(what),
    message: sentence(todo),
    autoClose: 12_000,
    closeButtonProps: { 'aria-label': i18next.t('parts:close') },
  });
}

/** As it stands in a notice: a capital at the start, a full stop at the end. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?。]$/.test(text) ? '' : '.');
}

import type { EventEmitter } from 'node:events';

/** Emits an event that a listener may prevent. @returns whether one did */
export function isPrevented(emitter: EventEmitter, name: string, details: object = {}, ...more: unknown[]): boolean {
  const event = {
    ...details,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
  emitter.emit(name, event, ...more);
  return event.defaultPrevented;
}

import { EventEmitter } from 'node:events';

/** Kept for tests to look at, and to click on with `emit('click')`. */
export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  readonly title: string;
  readonly body: string;

  constructor({ title, body }: { title: string; body: string }) {
    super();
    this.title = title;
    this.body = body;
  }

  show() {
    Notification.shown.push(this);
  }
  close() {}
}

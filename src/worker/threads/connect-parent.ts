import type { EngineReply } from '../../shared/engine/engine-protocol.ts';

/** The process that started this one: Node, by child_process.fork, or Electron, by utilityProcess.fork. */
export interface Parent {
  /** Lost where the parent is gone. */
  send(message: EngineReply): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the parent has ended. Electron ends a utility process itself. */
  onGone(listener: () => void): void;
}

/** What Electron puts into a utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

export function connectParent(): Parent {
  const { parentPort } = process as typeof process & { readonly parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
      onGone() {},
    };
  }
  return {
    // With a callback an error is not thrown: a parent that was killed takes its end of the pipe along.
    send: (message) => void (process.connected && process.send?.(message, () => {})),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}

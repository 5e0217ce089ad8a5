/** Messages between main and the page beside the ports. */
export type FromPage = { kind: 'ipc'; channel: string; args: unknown[] } | { kind: 'port'; id: number; data: unknown };

declare global {
  interface Window {
    standInSend(message: string): void;
    standIn: {
      ipc(channel: string, args: unknown, portIds: number[]): void;
      fromMain(id: number, data: unknown): void;
    };
  }
}

/** The `electron` module of a preload script. Runs in the page, from its source. */
export function preloadElectron() {
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  const ports = new Map<number, MessagePort>();
  const toMain = (message: FromPage) => window.standInSend(JSON.stringify(message));

  window.standIn = {
    ipc(channel, args, portIds) {
      const handedOver = portIds.map((id) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => toMain({ kind: 'port', id, data });
        ports.set(id, port1);
        return port2;
      });
      for (const listener of listeners.get(channel) ?? []) listener({ ports: handedOver }, args);
    },
    fromMain: (id, data) => ports.get(id)?.postMessage(data),
  };
  return {
    ipcRenderer: {
      on: (channel: string, listener: () => void) =>
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      send: (channel: string, ...args: unknown[]) => toMain({ kind: 'ipc', channel, args }),
    },
    // The stand-in has no separate world.
    contextBridge: {
      executeInMainWorld: ({ func, args = [] }: { func: (...args: unknown[]) => unknown; args?: unknown[] }) =>
        func(...args),
    },
  };
}

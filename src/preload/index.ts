import { contextBridge, ipcRenderer } from 'electron';
import { PORT_CHANNEL } from '../shared/port-channel.ts';

// A port cannot pass through the context bridge, a window message can carry it from this world into the page's.
ipcRenderer.on(PORT_CHANNEL, (event) => window.postMessage(PORT_CHANNEL, '*', event.ports));

// Runs in the page's world, from its source: everything it uses has to be an argument.
contextBridge.executeInMainWorld({
  func: (channel: string, ask: () => void) => {
    const port = () =>
      new Promise<MessagePort>((resolve) => {
        window.addEventListener('message', function take(event) {
          const [handedOver] = event.ports;
          if (event.source !== window || event.data !== channel || handedOver === undefined) return;
          window.removeEventListener('message', take);
          resolve(handedOver);
        });
        ask();
      });
    Object.defineProperty(window, 'ohmbrush', { value: Object.freeze({ port }) });
  },
  args: [PORT_CHANNEL, () => ipcRenderer.send(PORT_CHANNEL)],
});

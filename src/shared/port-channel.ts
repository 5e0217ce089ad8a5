/**
 * Name of the message by which Electron's page requests its port, and of the one that delivers it.
 *
 * page: `window.ohmbrush.port()` -> preload -> main (ipc, checked there) -> preload (ipc, with one port) -> page
 * (window message whose data is this name, with the same port). A port cannot pass through Electron's context bridge,
 * hence the last step.
 */
export const PORT_CHANNEL = 'ohmbrush:port';

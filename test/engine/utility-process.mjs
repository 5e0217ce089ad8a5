/**
 * Preloaded into the engine's process: gives it the one thing that Electron's utility process has and Node's child
 * lacks.
 */
process.parentPort = {
  on: (event, listener) => process.on(event, (data) => listener({ data })),
  postMessage: (message) => process.send(message),
};

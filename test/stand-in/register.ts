import { registerHooks } from 'node:module';
import './evaluate.ts';

/**
 * `node --import ./test/stand-in/register.ts out/main/hosts/electron/index.js` runs the built app where Electron's
 * binary is not to be had: its `electron` module is this folder, its window a page of Debian's Chromium. What is real:
 * main, preload, renderer, ipc and ports between processes, CSP. What is not: world isolation, sandbox, fuses, native
 * menus and dialogs, Electron's own V8. Whatever runs on it has to be labelled "not Electron".
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

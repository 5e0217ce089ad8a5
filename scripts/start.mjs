// `npm start`: opens the studio in Electron or, where that cannot be had, in a browser. Usage:
//   npm start -- [--library FOLDER] [--web] [--port N] [--no-open] [--help]
// The last four mean the browser. What comes after `--` goes on to the studio; exit code and signals pass through.
import './require-node.mjs';
import { join } from 'node:path';
import { buildIfOlder } from './start/build-if-older.mjs';
import { findElectron } from './start/find-electron.mjs';
import { root } from './start/root.mjs';
import { runChild } from './start/run-child.mjs';

const FOR_THE_BROWSER = /^--(web|port|no-open|help)(=|$)/;

const flags = process.argv.slice(2);
const webHost = join(root, 'out/main/hosts/web/index.js');

if (await buildIfOlder()) {
  if (flags.some((flag) => FOR_THE_BROWSER.test(flag))) await serve();
  else await openWindow();
}

async function openWindow() {
  const { program, whyNot, stopped } = await findElectron();
  if (stopped) return;
  const died = program && (await runChild(program, [root, ...flags]));
  if (whyNot ?? died) {
    console.error(`Ohmbrush opens in a browser, not in Electron: ${whyNot ?? died}.`);
    await serve();
  }
}

function serve() {
  return runChild(process.execPath, [webHost, ...flags.filter((flag) => flag !== '--web')]);
}

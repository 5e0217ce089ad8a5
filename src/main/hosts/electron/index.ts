import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, type BrowserWindow, dialog, nativeTheme, session } from 'electron';
import { LANGUAGE } from '../../../shared/formats/settings.ts';
import type { LanguageId } from '../../../shared/locales/index.ts';
import { texts } from '../../../shared/locales/translate.ts';
import { cacheFolder, libraryFolder, modelsFolder } from '../../folders.ts';
import { createStudio, type Studio } from '../../studio.ts';
import { asOhmbrushError } from '../../unexpected.ts';
import { notifyAtEnd, taskbarProgress } from './attention.ts';
import { saveDownloads } from './downloads.ts';
import { launchEngine } from './engine.ts';
import { guardContents, guardSession } from './guards.ts';
import { languageOf } from './language.ts';
import { setMenu } from './menu.ts';
import { reloadAfterCrash } from './page-crashes.ts';
import { handOverPorts } from './ports.ts';
import { serveStudio } from './protocol.ts';
import { quitInOrder } from './quit.ts';
import { watchRuns } from './runs.ts';
import { registerScheme } from './scheme.ts';
import { stayAwake } from './stay-awake.ts';
import { endWhenUncaught } from './uncaught.ts';
import { bringForward, openWindow } from './window.ts';

const RENDERER = fileURLToPath(new URL('../../../renderer', import.meta.url));
const PRELOAD = fileURLToPath(new URL('../../../preload/index.cjs', import.meta.url));

/** Arguments: `[--library FOLDER]` beside Chromium's own flags. */
const { values: flags } = parseArgs({ options: { library: { type: 'string' } }, strict: false });

/** null until the library is open. */
let studio: Studio | null = null;

endWhenUncaught(() => studio, language);
registerScheme();
guardContents();
app.enableSandbox();
// Electron's default would be the library's folder on Windows and macOS.
if (!app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', join(app.getPath('appData'), 'Ohmbrush', 'window'));
}
// A second start only brings the first window to the front: a library can be open in one process only.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

/** The window opens while the library is being opened; its page waits for the port. */
async function start(): Promise<void> {
  nativeTheme.themeSource = 'dark';
  app.setAboutPanelOptions({ applicationName: 'Ohmbrush', applicationVersion: app.getVersion() });
  guardSession(session.defaultSession);
  const opening = openStudio();
  serveStudio(RENDERER, async (request) => (await opening).fetch(request));
  const window = openWindow(PRELOAD);
  reloadAfterCrash(window, language);
  app.on('second-instance', () => bringForward(window));
  handOverPorts(opening, async (key) => {
    if (key === LANGUAGE.key) showMenu(window, await opening);
  });
  studio = await opening;
  attach(window, studio);
}

/** The language stored in the library, otherwise the system's. */
function language(): LanguageId {
  try {
    return languageOf(studio?.settings() ?? {});
  } catch {
    // The library was closed or cannot be read.
    return languageOf({});
  }
}

function openStudio(): Promise<Studio> {
  return createStudio({
    libraryFolder: typeof flags.library === 'string' ? flags.library : libraryFolder(),
    cacheFolder: cacheFolder(),
    modelsFolder: modelsFolder(),
    host: 'electron',
    launch: launchEngine,
  }).catch((error) => {
    dialog.showErrorBox(texts(language(), 'desktop')('cannotOpen'), asOhmbrushError(error).line);
    app.exit(1);
    // A caller that waits for the studio to close must wait until the process has ended.
    return new Promise<never>(() => {});
  });
}

/** Features that only the desktop app has. */
function attach(window: BrowserWindow, studio: Studio): void {
  showMenu(window, studio);
  // Another library may have stored another language.
  studio.subscribe((event) => {
    if (event.type === 'reopened') showMenu(window, studio);
  });
  saveDownloads(session.defaultSession, window, language);
  quitInOrder(window, studio, language);
  watchRuns(studio, [taskbarProgress(window), notifyAtEnd(window, language), stayAwake()]);
}

function showMenu(window: BrowserWindow, studio: Studio): void {
  setMenu(window, language(), (command) => studio.publish({ type: 'command', command }));
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Chromium-based browsers, which can show a page in a window without tabs and address bar. */
const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'brave'];

/**
 * Opens a page for the user: in such a window where a Chromium is installed, otherwise in the default browser.
 *
 * @returns null, or why the browser cannot be started. Later failures inside the browser are not detected.
 */
export async function openBrowser(url: string): Promise<string | null> {
  const why = whyNot();
  if (why !== null) return why;
  for (const program of programs(url)) if (await starts(program)) return null;
  return 'no browser was found';
}

function whyNot(): string | null {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  return null;
}

function programs(url: string): Program[] {
  if (process.platform === 'win32') {
    // Not through a shell, which would need quoting.
    const edge = join(process.env['ProgramFiles(x86)'] ?? '', 'Microsoft', 'Edge', 'Application', 'msedge.exe');
    return [
      { command: edge, args: [`--app=${url}`] },
      { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] },
    ];
  }
  if (process.platform === 'darwin') {
    return [
      { command: 'open', args: ['-n', '-a', 'Google Chrome', '--args', `--app=${url}`] },
      { command: 'open', args: [url] },
    ];
  }
  // Chromium does not run as root unless its sandbox is disabled, which must not be done without the user's consent.
  const chromiums = process.getuid?.() === 0 ? [] : CHROMIUMS;
  return [...chromiums.map((command) => ({ command, args: [`--app=${url}`] })), { command: 'xdg-open', args: [url] }];
}

/** Long enough for `open` to report a missing program; a browser that still runs after this has started. */
const PATIENCE_MS = 2000;

/** Whether a program exists and does not fail at once. It keeps running independently. */
function starts({ command, args }: Program): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    const running = setTimeout(() => resolve(true), PATIENCE_MS);
    const settle = (started: boolean) => {
      clearTimeout(running);
      resolve(started);
    };
    child.on('error', () => settle(false)).on('exit', (code) => settle(code === 0));
    child.unref();
  });
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { expect, test } from 'vitest';

const PRELOAD = join(import.meta.dirname, '../../out/preload/index.cjs');

/**
 * Electron runs the bridge function in the page's world from its source, so it must not use anything around it. The
 * stand-in has only one world and could not detect that.
 */
test.skipIf(!existsSync(PRELOAD) && !process.env.CI)(
  'what the preload runs in the page needs nothing but its arguments',
  async () => {
    const scripts: { func: object; args: unknown[] }[] = [];
    const sent: string[] = [];
    const electron = {
      ipcRenderer: { on() {}, send: (channel: string) => sent.push(channel) },
      contextBridge: { executeInMainWorld: (script: (typeof scripts)[0]) => scripts.push(script) },
    };
    vm.runInNewContext(readFileSync(PRELOAD, 'utf8'), { require: () => electron, window: {} });

    const [script] = scripts;
    const page = new EventTarget() as EventTarget & { ohmbrush?: { port(): Promise<unknown> } };
    const run = vm.runInNewContext(`(${script!.func})`, { window: page });
    run(...script!.args);
    const asked = page.ohmbrush!.port();
    expect(sent).toEqual(script!.args.slice(0, 1));

    const bring = (details: object) => page.dispatchEvent(Object.assign(new Event('message'), details));
    bring({ source: {}, data: sent[0], ports: ['from another window'] });
    bring({ source: page, data: 'something else', ports: ['of something else'] });
    bring({ source: page, data: sent[0], ports: ['the port'] });
    expect(await asked).toBe('the port');
  },
);

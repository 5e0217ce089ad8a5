/** The cache folder in every bad state: pictures are still painted, with the pixels of a fresh calibration. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../../src/main/engine/engine-client.ts';
import type { PaintRequest } from '../../src/shared/engine/engine-protocol.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import { readCacheFile, writeCacheFile } from '../../src/worker/files/cache-file.ts';
import { analogChip, ownBits } from '../chip/builders.ts';
import { runCli } from '../cli/run-cli.ts';
import { fixture } from '../golden/read-golden.ts';
import { group, rounds } from './tally.ts';

const caches = group('caches');

const request: PaintRequest = {
  draft: {
    ...DEFAULTS,
    model: { id: 'tiny' },
    prompt: 'a red apple',
    seed: 7,
    steps: 1,
    chip: analogChip({ dac: { range: 'calibrated' }, adc: { range: 'calibrated' }, read: { outputNoise: 0.3 } }),
    precision: { name: 'none', plan: ownBits },
  },
  modelFolder: fixture('networks/model'),
  threads: 1,
  previews: false,
};

let folder: string;
/** A cache folder with the calibration of `request`, and that one file in it. */
let whole: { readonly cache: string; readonly name: string; readonly content: string; readonly pixels: Uint8Array };

/** Paints with a cache folder, and says whether the chip was calibrated for it. */
const paintWith = (cacheFolder: string, engine?: Engine) => caches.attempt(() => generate(cacheFolder, engine));

async function generate(cacheFolder: string, engine?: Engine) {
  const own = engine ?? startEngine({ cacheFolder });
  try {
    let calibrated = false;
    const { pixels } = await own.paint(request, {
      onProgress({ phase }) {
        calibrated ||= phase === 'calibrating';
      },
    });
    return { pixels: pixels.data, calibrated };
  } finally {
    if (!engine) await own.close();
  }
}

/** Content of a cache file of this name, with a matching checksum. */
const sealed = (name: string, text: string) =>
  `ohmbrush-cache-1 ${createHash('sha256').update(`${name}\n${text}`).digest('hex')}\n${text}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ohmbrush-caches-'));
  const cache = join(folder, 'whole');
  const { pixels, calibrated } = await generate(cache);
  expect(calibrated).toBe(true);
  const [name] = readdirSync(cache);
  whole = { cache, name: name!, content: readFileSync(join(cache, name!), 'utf8'), pixels };
});
afterAll(() => {
  execFileSync('chmod', ['-R', 'u+rwx', folder]);
  rmSync(folder, { recursive: true });
});

describe('a cached calibration', () => {
  let engine: Engine;
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(folder, 'files-'));
    engine = startEngine({ cacheFolder: cache });
  });
  afterAll(() => engine.close());

  test('that is whole is used', async () => {
    writeFileSync(join(cache, whole.name), whole.content);
    expect(await paintWith(cache, engine)).toEqual({ pixels: whole.pixels, calibrated: false });
  });

  const payload = () => whole.content.slice(whole.content.indexOf('\n') + 1);
  const absurd = (range: number) =>
    payload().replace(/"ranges":\[[^\]]*\]/g, (list) => list.replace(/[0-9][^,\]]*/g, `${range}`));

  test.each<[string, () => string]>([
    ['empty', () => ''],
    ['halved', () => whole.content.slice(0, whole.content.length / 2)],
    ['without a checksum, as earlier versions wrote it', () => payload()],
    ['of absurd values', () => whole.content.replace(payload(), absurd(1e30))],
    ['of absurd values with a checksum that fits', () => sealed(whole.name, absurd(1e30))],
    ['of layers that the model does not have', () => sealed(whole.name, payload().replaceAll('"unet.', '"unit.'))],
    [
      'of another key',
      () => sealed(whole.name, payload().replace(/"key":"[0-9a-f]{64}"/, `"key":"${'0'.repeat(64)}"`)),
    ],
    ['of another version', () => sealed(whole.name, payload().replace('"version":2', '"version":3'))],
    ['under the name of another', () => sealed(`calibration-${'0'.repeat(64)}.json`, payload())],
    ['no JSON', () => sealed(whole.name, '{"version":2,')],
  ])('%s is made again and replaced', async (_, content) => {
    writeFileSync(join(cache, whole.name), content());
    expect(await paintWith(cache, engine)).toEqual({ pixels: whole.pixels, calibrated: true });
    expect(readFileSync(join(cache, whole.name), 'utf8')).toBe(whole.content);
    // Beside it is what the engine found out about the machine's native kernels, where there are any.
    expect(readdirSync(cache).filter((name) => name !== 'native-kernels')).toEqual([whole.name]);
  });

  test.each([0, 1e-300, 1e-30, 1e12])(
    'whose every range is %d, with a checksum that fits, paints something',
    async (range) => {
      writeFileSync(join(cache, whole.name), sealed(whole.name, absurd(range)));
      expect((await paintWith(cache, engine)).calibrated).toBe(false);
    },
  );

  test.each<[string, (path: string) => void]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a hole of 4 GB', (path) => execFileSync('truncate', ['--size=4G', path])],
    ['a device that never ends', (path) => symlinkSync('/dev/zero', path)],
    ['a link to nowhere', (path) => symlinkSync(join(folder, 'nowhere'), path)],
  ])('that is %s is replaced', async (_, make) => {
    rmSync(join(cache, whole.name), { force: true });
    make(join(cache, whole.name));
    expect(await paintWith(cache, engine)).toEqual({ pixels: whole.pixels, calibrated: true });
    expect(readFileSync(join(cache, whole.name), 'utf8')).toBe(whole.content);
  });
});

test('a cache file gives back what was kept, or nothing, whatever happens to its bytes', () => {
  const cache = join(folder, 'bytes');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.nat(),
      fc.constantFrom('nothing', 'cut', 'flip', 'append'),
      (text, where, damage) => {
        // Lone surrogates cannot be stored in a file.
        const kept = text.toWellFormed();
        expect(writeCacheFile(cache, 'some', kept)).toBeNull();
        const path = join(cache, 'some');
        const bytes = readFileSync(path);
        const at = where % bytes.length;
        if (damage === 'cut') writeFileSync(path, bytes.subarray(0, at));
        if (damage === 'flip') {
          bytes[at]! ^= 1;
          writeFileSync(path, bytes);
        }
        if (damage === 'append') writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n')]));
        expect(readCacheFile(cache, 'some')).toBe(damage === 'nothing' ? kept : null);
      },
    ),
    { numRuns: rounds(30, 2000) },
  );
});

describe('a cache folder that cannot be written costs no picture', () => {
  const root = process.getuid?.() === 0;
  let mounted: string | null = null;
  afterEach(() => {
    if (mounted) execFileSync('umount', [mounted]);
    mounted = null;
  });

  /** A small file system of its own; null where this user may not mount one. */
  function mount(options: string): string | null {
    const path = mkdtempSync(join(folder, 'disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
      mounted = path;
      return path;
    } catch {
      return null;
    }
  }

  /** Two pictures from the command line, which says once that the calibration could not be stored, and what to do. */
  function expectPictures(cacheHome: string, why: RegExp): void {
    const command = [
      'generate',
      'a',
      '--model',
      fixture('networks/model'),
      '--steps',
      '1',
      '--count',
      '2',
      '--chip',
      'pcm',
    ];
    const { status, stderr } = runCli([...command, '--out', join(mkdtempSync(join(folder, 'run-')), 'a.png')], {
      env: { XDG_CACHE_HOME: cacheHome },
    });
    expect(status, stderr).toBe(0);
    const said = stderr.split('\n').filter((line) => line.includes('Ohmbrush'));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(why);
    expect(said[0]).toContain('Make it writable');
  }

  test('because it is a file', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, 'ohmbrush'), 'a file');
    expectPictures(home, /EEXIST|ENOTDIR/);
  });

  test('because the disk is full', (context) => {
    const disk = mount('size=64k');
    if (!disk) return context.skip();
    for (let size = 32_768; size > 0; size = Math.floor(size / 2)) {
      try {
        for (let i = 0; ; i++) writeFileSync(join(disk, `${size}-${i}`), Buffer.alloc(size));
      } catch {
        // Smaller files may still fit.
      }
    }
    expectPictures(disk, /ENOSPC/);
    expect(readdirSync(join(disk, 'ohmbrush'))).toEqual([]);
  });

  test('because the file system is read-only', (context) => {
    const disk = mount('size=1m');
    if (!disk) return context.skip();
    mkdirSync(join(disk, 'ohmbrush'));
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    expectPictures(disk, /EROFS/);
  });

  test.skipIf(root)('because permission is denied', () => {
    const home = mkdtempSync(join(folder, 'home-'));
    mkdirSync(join(home, 'ohmbrush'));
    chmodSync(join(home, 'ohmbrush'), 0o500);
    expectPictures(home, /EACCES/);
  });

  test('a folder of that name where the file should be', async () => {
    const cache = mkdtempSync(join(folder, 'cache-'));
    cpSync(whole.cache, join(cache, whole.name), { recursive: true });
    expect(await paintWith(cache)).toEqual({ pixels: whole.pixels, calibrated: true });
  });
});

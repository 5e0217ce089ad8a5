import { createHmac, randomBytes } from 'node:crypto';
import { constants, open, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../files/write-file.ts';

const FILE = 'web-session.json';
const KEY_BYTES = 32;
/** Far more than such a file has. */
const MOST_BYTES = 1024;
/** Whoever came by a session of ours is out after that. */
const GOOD_FOR_MS = 30 * 24 * 60 * 60_000;

const fileSchema = z.strictObject({
  version: z.literal(1),
  key: z.base64url().length(Math.ceil((KEY_BYTES * 8) / 6)),
  /** Milliseconds since 1970. */
  madeAt: z.int().nonnegative(),
});

/**
 * What sessions of a library are derived from: the same at each start for 30 days, and another for a copy of the
 * library elsewhere. Kept in the library's folder; where that cannot be, good for this run only.
 *
 * @param folder of the library
 */
export async function sessionKey(folder: string): Promise<Buffer> {
  const place = await realpath(folder).catch(() => folder);
  const path = join(place, FILE);
  const key = (await readKey(path)) ?? (await makeKey(path));
  return createHmac('sha256', key).update(place).digest();
}

/** @returns null where there is none that is whole, recent and nobody else's */
async function readKey(path: string): Promise<Buffer | null> {
  try {
    // A link or a pipe in a library that somebody else made is not followed, and not waited for. Windows has no such
    // flags.
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size > MOST_BYTES) return null;
      if (process.getuid && (stats.uid !== process.getuid() || (stats.mode & 0o077) !== 0)) return null;
      const { key, madeAt } = fileSchema.parse(JSON.parse(await file.readFile('utf8')));
      const age = Date.now() - madeAt;
      return age >= 0 && age < GOOD_FOR_MS ? Buffer.from(key, 'base64url') : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

async function makeKey(path: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  const content = { version: 1, key: key.toString('base64url'), madeAt: Date.now() } satisfies z.infer<
    typeof fileSchema
  >;
  try {
    // What is there is of no use, and may be a link to something that is.
    await rm(path, { force: true });
    await writeFileAtomic(path, Buffer.from(JSON.stringify(content)), undefined, 0o600);
  } catch {
    // Sessions of this run then end with it.
  }
  return key;
}

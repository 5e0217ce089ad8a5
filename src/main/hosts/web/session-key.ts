import { createHmac, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readRegularFile } from '../../../node/regular-file.ts';
import { writeFileAtomic } from '../../files/write-file.ts';

const FILE = 'web-session.json';
const KEY_BYTES = 32;
/** Far more than such a file has. */
const MOST_BYTES = 1024;
/** A leaked session becomes invalid after this time. */
const GOOD_FOR_MS = 30 * 24 * 60 * 60_000;

const fileSchema = z.strictObject({
  version: z.literal(1),
  key: z.base64url().length(Math.ceil((KEY_BYTES * 8) / 6)),
  /** Milliseconds since 1970. */
  madeAt: z.int().nonnegative(),
});

/**
 * The key from which a library's sessions are derived: the same at each start for 30 days, and a different one for a
 * copy of the library in another place. Stored in the library's folder; if that is impossible, valid for this run only.
 *
 * @param folder of the library
 */
export async function sessionKey(folder: string): Promise<Buffer> {
  const place = await realpath(folder).catch(() => folder);
  const path = join(place, FILE);
  const key = (await readKey(path)) ?? (await makeKey(path));
  return createHmac('sha256', key).update(place).digest();
}

/** @returns null where there is no key that is complete, recent and owned by this user */
async function readKey(path: string): Promise<Buffer | null> {
  try {
    // Links are not followed: the library may come from someone else.
    const bytes = await readRegularFile(path, MOST_BYTES, { noLink: true, accept: isOursAlone });
    const { key, madeAt } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
    const age = Date.now() - madeAt;
    return age >= 0 && age < GOOD_FOR_MS ? Buffer.from(key, 'base64url') : null;
  } catch {
    return null;
  }
}

/** Windows has no owner and mode of this kind. */
function isOursAlone({ uid, mode }: Stats): boolean {
  return !process.getuid || (uid === process.getuid() && (mode & 0o077) === 0);
}

async function makeKey(path: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  const content = { version: 1, key: key.toString('base64url'), madeAt: Date.now() } satisfies z.infer<
    typeof fileSchema
  >;
  try {
    // The existing file is unusable, and may be a link to a file that matters.
    await rm(path, { force: true });
    await writeFileAtomic(path, Buffer.from(JSON.stringify(content)), undefined, 0o600);
  } catch {
    // Sessions then end with this run.
  }
  return key;
}

import { CHIP } from '../../shared/formats/chip.ts';
import { ENERGY } from '../../shared/formats/energy.ts';
import { type Decoded, decodeText, type Format, unreadOrNull } from '../../shared/formats/format.ts';
import { JOB } from '../../shared/formats/job.ts';
import { RECIPE } from '../../shared/formats/recipe.ts';
import { SWEEP } from '../../shared/formats/sweep.ts';
import type { UnreadItem } from '../../shared/unread.ts';
import type { Db } from '../database/db.ts';
import { unpack } from './packed-json.ts';
import { decodeSetting, settingOf } from './settings.ts';

/** Own chips, sweeps and settings that cannot be read, each with the reason. */
export function unreadBesidePictures({ db }: { readonly db: Db }): UnreadItem[] {
  const settings = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM settings ORDER BY key');
  return [
    ...unreadTexts(db, 'chip', CHIP, 'SELECT id, profile AS text FROM chips ORDER BY id'),
    ...unreadTexts(db, 'sweep', SWEEP, 'SELECT id, axes AS text FROM sweeps ORDER BY id'),
    ...settings.all().flatMap(({ key, value }) => {
      const name = settingOf(key);
      return item('setting', name, decodeSetting(name, value));
    }),
  ];
}

/** The same for everything in the database: it unpacks every recipe and report. */
export function unreadIn(db: Db): UnreadItem[] {
  const pictures = db.prepare<[], { id: number; recipe: Buffer | null; energy: Buffer | null }>(
    'SELECT picture_id AS id, recipe, energy FROM picture_details ORDER BY picture_id',
  );
  const items = unreadBesidePictures({ db });
  items.push(...unreadTexts(db, 'job', JOB, "SELECT id, draft AS text FROM jobs WHERE state <> 'done' ORDER BY id"));
  for (const { id, recipe, energy } of pictures.iterate()) {
    items.push(...item('recipe', id, unpack(RECIPE, recipe)), ...item('energy', id, unpack(ENERGY, energy)));
  }
  return items;
}

function unreadTexts(db: Db, what: UnreadItem['what'], format: Format<unknown>, query: string): UnreadItem[] {
  const rows = db.prepare<[], { id: number | string; text: string }>(query).all();
  return rows.flatMap(({ id, text }) => item(what, id, decodeText(format, text)));
}

function item(what: UnreadItem['what'], id: number | string, decoded: Decoded<unknown> | null): UnreadItem[] {
  const unread = unreadOrNull(decoded);
  return unread ? [{ what, id: String(id), unread }] : [];
}

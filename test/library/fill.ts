import { createHash } from 'node:crypto';
import { linkSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { loadChip } from '../../src/main/chips/chips.ts';
import { openDatabase } from '../../src/main/database/open-database.ts';
import { fromRecipe } from '../../src/main/library/from-recipe.ts';
import { insertPicture } from '../../src/main/library/insert-picture.ts';
import { pack } from '../../src/main/library/packed-json.ts';
import { pictureFiles } from '../../src/main/library/picture-files.ts';
import { createStatements } from '../../src/main/library/statements.ts';
import { makeThumbnail } from '../../src/main/library/thumbnail.ts';
import type { ChipProfile } from '../../src/shared/chip/chip-profile.ts';
import { ENERGY } from '../../src/shared/formats/energy.ts';
import { SAMPLERS } from '../../src/shared/recipe/fields/sampler.ts';
import { DEFAULTS } from '../../src/shared/recipe/fields.ts';
import type { Recipe } from '../../src/shared/recipe/recipe.ts';
import { energyReport } from './painted.ts';

/** Different files on the disk: enough that a grid shows no pattern. */
const DRAWINGS = 240;
/** Pixels, as the built-in model's pictures. */
const SIDE = 256;
const BOARDS = 12;
/** Random figures pack badly: with so many layers a report takes the 9 KB that one of the built-in model takes. */
const LAYERS = 80;
const BATCH = 5000;
const STARTED = Date.UTC(2024, 0, 1);
const CHIPS = ['pcm', 'reram', 'sram-analog', 'sram-digital', 'ideal-8bit'];

/**
 * Fills a library that nobody has open with plausible pictures: prompts in English and Chinese, every chip with its
 * exact picture, energies, fidelity, ratings, tags, boards, some in the trash. The same count gives the same library.
 *
 * Every row has a PNG and a thumbnail under a name of its own, but the names are hard links to a few hundred real
 * files: what is measured is rows, lists and folders, and a hundred thousand different files would take minutes and
 * gigabytes. (So a name here is not the hash of its file. Nothing reads it as one after the picture was saved.)
 */
export async function fillLibrary(folder: string, count: number): Promise<void> {
  const files = pictureFiles(folder);
  const drawings = await draw(join(folder, 'drawings'), Math.min(DRAWINGS, Math.ceil(count / 10)));
  const chips = await Promise.all(CHIPS.map(loadChip));
  const exactChip = await loadChip('exact');
  const db = await openDatabase(join(folder, 'library.db'));
  // A machine that loses its power may start this again.
  db.pragma('synchronous = OFF');
  const sql = createStatements(db);
  const random = generator(1);
  const reports = Array.from({ length: 16 }, () => pack(ENERGY, wideReport(random)));
  const mark = sql('UPDATE pictures SET star = ?, rating = ?, trashed_at = ? WHERE id = ?');
  const measured = sql('UPDATE pictures SET psnr = ?, ssim = ?, ms_ssim = ?, haar_psi = ?, flip = ? WHERE id = ?');
  const report = sql('UPDATE picture_details SET energy = ? WHERE picture_id = ?');
  const addTag = sql('INSERT OR IGNORE INTO picture_tags (tag, picture_id) VALUES (?, ?)');
  const addToBoard = sql('INSERT OR IGNORE INTO board_pictures (board_id, picture_id) VALUES (?, ?)');
  for (let i = 0; i < BOARDS; i++) sql('INSERT OR IGNORE INTO boards (name) VALUES (?)').run(`Board ${i + 1}`);
  const boards = sql('SELECT id FROM boards').pluck().all() as number[];

  const addOne = (index: number, scene: Recipe) => {
    const chip = index % SCENE === 0 ? exactChip : random.pick(chips);
    const recipe = onChip(scene, chip, random);
    const joules = chip.kind === 'exact' ? 0.9 + random.next() : 0.004 * 10 ** (random.next() * 1.5);
    const hash = createHash('sha256').update(`drawing ${index}`).digest('hex');
    const drawing = random.pick(drawings);
    link(drawing.picture, files.picture(hash));
    link(drawing.thumbnail, files.thumbnail(hash));
    const id = insertPicture(
      { sql },
      {
        ...fromRecipe(recipe),
        hash,
        source: 'painted',
        createdAt: STARTED + index * 600_000,
        width: SIDE,
        height: SIDE,
        hasAlpha: true,
        energy: energyReport(joules, 1),
        seconds: 1 + random.next() * 20,
        preparationSeconds: random.next(),
        backend: 'native',
        threads: 2,
      },
    );
    report.run(random.pick(reports), id);
    // Now: what was trashed long ago would be gone at the first opening.
    const trashed = random.next() < 0.01 ? Date.now() : null;
    const rating = random.next() < 0.3 ? 1 + Math.floor(random.next() * 5) : 0;
    mark.run(random.next() < 0.05 ? 1 : 0, rating, trashed, id);
    // All are measured: a studio opened on this library would otherwise measure thousands, and a benchmark of it would
    // time that.
    if (chip.kind !== 'exact') {
      const far = random.next();
      measured.run(45 - 30 * far, 1 - far / 2, 1 - far / 3, 1 - far / 2, far * 0.4, id);
    }
    while (random.next() < 0.5) addTag.run(random.pick(TAGS), id);
    if (random.next() < 0.25) addToBoard.run(random.pick(boards), id);
  };

  let scene = newScene(random);
  for (let start = 0; start < count; start += BATCH) {
    db.transaction(() => {
      for (let i = start; i < Math.min(start + BATCH, count); i++) {
        if (i % SCENE === 0) scene = newScene(random);
        addOne(i, scene);
      }
    })();
  }
  db.close();
}

/** Pictures of one scene: the exact one and some chips. */
const SCENE = 6;

function newScene(random: Random): Recipe {
  return {
    ...DEFAULTS,
    model: { id: 'sticker', hash: '5'.repeat(64) },
    prompt: random.next() < 0.15 ? chinesePrompt(random) : englishPrompt(random),
    negativePrompt: random.next() < 0.3 ? 'blurry, grey' : '',
    seed: Math.floor(random.next() * 2 ** 32),
    width: SIDE,
    height: SIDE,
    steps: random.pick([10, 20, 30, 50]),
    guidance: random.pick([1, 2.5, 5, 7.5]),
    sampler: random.pick(SAMPLERS),
    chip: { kind: 'exact', id: 'exact', name: 'Exact', description: 'Float32' },
    precision: { name: 'exact', plan: { default: {}, overrides: [] } },
  };
}

function onChip(scene: Recipe, chip: ChipProfile, random: Random): Recipe {
  if (chip.kind === 'exact') return { ...scene, chip };
  const name = random.pick(['balanced', 'frugal', 'custom', 'exact']);
  return { ...scene, chip, chipSeed: Math.floor(random.next() * 100), precision: { ...scene.precision, name } };
}

function englishPrompt(random: Random): string {
  const words = Array.from({ length: 3 + Math.floor(random.next() * 12) }, () => random.common(WORDS));
  return `a ${words.join(' ')}, ${random.pick(STYLES)}`;
}

function chinesePrompt(random: Random): string {
  const parts = Array.from({ length: 2 + Math.floor(random.next() * 4) }, () => random.common(CHINESE));
  return `${parts.join('')}，${random.pick(['水彩', '扁平风格', '三维', '素描'])}`;
}

interface Random {
  /** 0 up to 1. */
  next(): number;
  pick<T>(values: readonly T[]): T;
  /** Early values far more often than late ones, as words are in prompts. */
  common<T>(values: readonly T[]): T;
}

/** Mulberry32: the same library every time. */
function generator(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: (values) => values[Math.floor(next() * values.length)]!,
    common: (values) => values[Math.floor(next() ** 2.5 * values.length)]!,
  };
}

function wideReport(random: Random) {
  const report = energyReport(0.01 * random.next(), 20);
  const layer = () =>
    Object.fromEntries(
      Object.keys(report.components).map((name) => [name, random.next() * 1e-5]),
    ) as typeof report.setup;
  report.layers = Object.fromEntries(
    Array.from({ length: LAYERS }, (_, i) => [`unet.down_blocks.${i % 4}.resnets.${i}.conv1`, layer()]),
  );
  return report;
}

/** Stickers: coloured shapes on transparent ground. */
async function draw(folder: string, count: number): Promise<{ picture: string; thumbnail: string }[]> {
  mkdirSync(folder, { recursive: true });
  const random = generator(2);
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const colour = () => `hsl(${Math.floor(random.next() * 360)} 65% ${35 + Math.floor(random.next() * 35)}%)`;
      const shape = () =>
        `<circle cx="${40 + random.next() * 48}" cy="${40 + random.next() * 48}" r="${8 + random.next() * 34}" fill="${colour()}"/>`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 128 128">${shape()}${shape()}${shape()}</svg>`;
      const picture = join(folder, `${i}.png`);
      const thumbnail = join(folder, `${i}.webp`);
      const png = await sharp(Buffer.from(svg)).png().toBuffer();
      await sharp(png).toFile(picture);
      await sharp(await makeThumbnail(png)).toFile(thumbnail);
      return { picture, thumbnail };
    }),
  );
}

const made = new Set<string>();

function link(from: string, to: string): void {
  const folder = dirname(to);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  linkSync(from, to);
}

const STYLES = ['3d style', 'flat style', 'high contrast', 'watercolour', 'line art', 'pixel art', 'oil on canvas'];
const TAGS = [
  'favourite',
  'client',
  'draft',
  'print',
  'web',
  'icons',
  'animals',
  'plants',
  'food',
  'night',
  '参考',
  '风景',
];
const WORDS =
  `red blue green yellow small big happy old young round golden silver bright dark soft wooden apple cat dog fox
  bird fish whale owl bear rabbit horse tiger lion panda frog turtle bee butterfly flower rose tulip tree forest leaf mushroom
  mountain river lake sea island beach desert moon sun star cloud rain snow storm rainbow rocket ship boat train car bicycle
  bus plane balloon castle house tower bridge lighthouse windmill garden market street city village robot astronaut pirate
  wizard knight king queen child artist baker farmer doctor dancer painter guitar piano violin drum trumpet book lamp clock
  camera telescope umbrella hat scarf boots glasses crown ring key lantern candle teapot cup cake bread cheese pizza noodle
  sushi lemon orange cherry grape strawberry melon pear peach carrot potato tomato onion pumpkin corn honey coffee tea ice
  smiling sleeping running flying jumping dancing reading singing swimming climbing under over beside with behind through
  autumn winter spring summer morning evening midnight ancient future tiny giant fluffy shiny rusty glowing transparent
  crystal marble paper velvet copper emerald ruby sapphire pearl dragon phoenix unicorn mermaid fairy ghost monster
  compass map anchor feather shell coral jelly octopus crab lobster penguin seal walrus reindeer moose hedgehog squirrel
  badger otter beaver raccoon koala kangaroo parrot toucan flamingo peacock swan crane heron eagle hawk falcon raven`
    .trim()
    .split(/\s+/);
const CHINESE =
  `一只 红色的 可爱的 小 苹果 猫 狗 熊猫 狐狸 鸟 鱼 鲸鱼 花 玫瑰 树 森林 山 河流 大海 月亮 太阳 星星 云朵 彩虹 火箭 小船 火车 自行车 城堡 房子 灯塔
  花园 城市 机器人 宇航员 海盗 国王 孩子 画家 吉他 钢琴 书 台灯 雨伞 帽子 茶壶 蛋糕 面包 柠檬 樱桃 西瓜 草莓 南瓜 咖啡 睡觉的 奔跑的 微笑的 夜晚的 春天的 古老的
  发光的 水晶 龙 凤凰 美人鱼`
    .trim()
    .split(/\s+/);

if (import.meta.main) {
  const { values } = parseArgs({
    options: { library: { type: 'string' }, count: { type: 'string', default: '100000' } },
  });
  if (!values.library) throw new Error('usage: node test/library/fill.ts --library FOLDER [--count N]');
  await fillLibrary(values.library, Number(values.count));
}

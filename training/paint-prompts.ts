// Paints a list of prompts with the product's own engine, in one engine process, and writes beside each picture what it
// cost.
//   <file>        PNG, one picture each
//   <file>.json   {recipe, joules, low, high, seconds, fidelity}; fidelity {psnr, ssim} against the picture that
//     `reference`
//                 names, or null; psnr null for pictures that are the same A picture that is there and has just the
//                   recipe asked for, model hash included, is not painted again: stop with Ctrl-C, start with the same
//                   line, it goes on. A change of the engine is not noticed: delete the pictures then. Usage: node
//                   paint-prompts.mjs LIST.json    (Node 24; paths in the list are meant relative to the list)
import '../scripts/require-node.mjs';
import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import { z } from 'zod';
import { reportError } from '../src/main/command-line/report-error.ts';
import type { Engine } from '../src/main/engine/engine-client.ts';
import { encodePng } from '../src/main/files/encode-png.ts';
import { readJson } from '../src/main/files/read-json.ts';
import { ignoreMissing, writeFileAtomic } from '../src/main/files/write-file.ts';
import { modelsFolder } from '../src/main/folders.ts';
import { resolveChipSetup } from '../src/main/hosts/cli/request.ts';
import { statusLine } from '../src/main/hosts/cli/status-line.ts';
import { withEngine } from '../src/main/hosts/cli/with-engine.ts';
import { resolveModel } from '../src/main/models/models.ts';
import type { PaintRequest, Pixels } from '../src/shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../src/shared/errors.ts';
import { decode, encode, readOrNull } from '../src/shared/formats/format.ts';
import { RECIPE } from '../src/shared/formats/recipe.ts';
import { duration, si } from '../src/shared/quantities.ts';
import { completed, draftSchema } from '../src/shared/recipe/draft.ts';
import type { Recipe } from '../src/shared/recipe/recipe.ts';
import { hashModel } from '../src/worker/model-files/weights-file.ts';

const { shape } = draftSchema;
const entrySchema = z.strictObject({
  prompt: shape.prompt,
  seed: shape.seed,
  file: z.string().min(1),
  model: z.string().min(1).default('sticker'),
  /** Left out: the model's. */
  steps: shape.steps,
  guidance: shape.guidance,
  chip: z.string().min(1).default('exact'),
  precision: z.string().min(1).default('balanced'),
  /** File of an earlier entry to measure this picture against. */
  reference: z.string().min(1).optional(),
});
type Entry = z.infer<typeof entrySchema>;

interface Job {
  /** Absolute. */
  path: string;
  reference: string | null;
  recipe: Recipe;
  request: PaintRequest;
}

try {
  const list = process.argv[2];
  if (list === undefined || process.argv.length > 3) {
    throw new OhmbrushError('usage', {
      what: 'it takes one list of prompts',
      todo: 'Run: node paint-prompts.mjs LIST.json',
    });
  }
  await paintAll(list);
} catch (error) {
  process.exitCode = reportError(error, false);
}

async function paintAll(list: string): Promise<void> {
  const entries = parseList(await readJson(list, 'a list of prompts', 'bad-file'), list);
  await withEngine(async (engine, signal) => {
    const jobs = await jobsOf(entries, dirname(resolve(list)), engine);
    const isThere = await Promise.all(jobs.map(isPainted));
    const open = jobs.filter((_, i) => !isThere[i]);
    if (open.length < jobs.length) process.stderr.write(`${jobs.length - open.length} of ${jobs.length} are there\n`);
    const status = statusLine(process.stderr);
    const started = performance.now();
    for (const [i, job] of open.entries()) {
      const joules = await paint(job, engine, signal);
      const left = ((performance.now() - started) / 1000 / (i + 1)) * (open.length - i - 1);
      status.show(`${i + 1}/${open.length} ${job.recipe.prompt}: ${si(joules, 'J')}, ${duration(left)} left`);
    }
    status.clear();
  });
}

function parseList(json: unknown, list: string): Entry[] {
  const parsed = z.array(entrySchema).min(1).safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  const what = `${list} is no list of prompts: ${path.join('.')}: ${message}`;
  throw new OhmbrushError('usage', { what, todo: 'Give [{prompt, seed, file, ...}, ...]' }, { code: 'bad-file' });
}

/** What each entry means in full, so that it can be told from what a file holds. */
async function jobsOf(entries: readonly Entry[], folder: string, engine: Engine): Promise<Job[]> {
  const models = new Map<string, Awaited<ReturnType<typeof openModel>>>();
  const jobs: Job[] = [];
  for (const { prompt, seed, file, reference, ...entry } of entries) {
    const model = models.get(entry.model) ?? (await openModel(entry.model, engine));
    models.set(entry.model, model);
    const precision = entry.precision.endsWith('.json') ? resolve(folder, entry.precision) : entry.precision;
    const draft = draftSchema.parse({
      model: { id: model.id },
      prompt,
      seed,
      steps: entry.steps,
      guidance: entry.guidance,
      ...(await resolveChipSetup(entry.chip, precision)),
    });
    const recipe = completed(draft, model.summary, model.hash);
    jobs.push({
      path: resolve(folder, file),
      reference: reference === undefined ? null : resolve(folder, reference),
      recipe,
      request: {
        draft: { ...draft, model: recipe.model },
        modelFolder: model.folder,
        threads: availableParallelism(),
        previews: false,
      },
    });
  }
  return jobs;
}

async function openModel(idOrFolder: string, engine: Engine) {
  const { id, folder } = await resolveModel(idOrFolder, modelsFolder());
  return { id, folder, hash: hashModel(folder), summary: await engine.summarize(folder) };
}

async function isPainted({ path, recipe }: Job): Promise<boolean> {
  const text = await readFile(`${path}.json`, 'utf8').catch(ignoreMissing);
  return text !== undefined && isDeepStrictEqual(readOrNull(decode(RECIPE, JSON.parse(text).recipe)), recipe);
}

/** @returns what the picture cost, joules */
async function paint({ path, reference, request }: Job, engine: Engine, signal: AbortSignal): Promise<number> {
  const { recipe, pixels, energy, seconds } = await engine.paint(request, { signal });
  const measured = reference === null ? null : await engine.measure(await readPixels(reference), pixels);
  const fidelity = measured && { psnr: measured.psnr, ssim: measured.ssim };
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, await encodePng(pixels), signal);
  const { joules, uncertainty } = energy;
  const facts = {
    recipe: encode(RECIPE, recipe),
    joules,
    low: uncertainty.low,
    high: uncertainty.high,
    seconds,
    fidelity,
  };
  // Last: it is what says that the picture is there.
  await writeFileAtomic(`${path}.json`, Buffer.from(`${JSON.stringify(facts)}\n`), signal);
  return joules;
}

async function readPixels(path: string): Promise<Pixels> {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels as 3 | 4, data: new Uint8Array(data) };
}

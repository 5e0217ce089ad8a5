import type { Command } from 'commander';
import type { ModelSummary } from '../../../shared/engine/engine-protocol.ts';
import { OhmbrushError } from '../../../shared/errors.ts';
import { lookInTime } from '../../models/look-in-time.ts';
import type { InstalledModel } from '../../models/models.ts';
import { table } from './format.ts';
import { knownModels } from './request.ts';
import { withEngine } from './with-engine.ts';

type Listed = InstalledModel & ({ summary: ModelSummary } | { error: string });

export function addModels(program: Command): void {
  program
    .command('models')
    .description('List the models that paint')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .addHelpText(
      'after',
      '\nA model is a folder in the layout of diffusers with safetensors weights, or a variant: ' +
        'a folder that holds what differs\n' +
        'from another model, its base. ' +
        'Built-in ones come first, then those in the folder that the environment variable\n' +
        'OHMBRUSH_MODELS names; --model takes a path to any other.',
    )
    .action(async ({ json }: { json?: boolean }) => {
      const folders = await knownModels();
      const models = await withEngine((engine) =>
        Promise.all(
          folders.map(async (model): Promise<Listed> => {
            try {
              return { ...model, summary: await lookInTime(engine.summarize(model.folder), model.folder) };
            } catch (error) {
              if (error instanceof OhmbrushError) return { ...model, error: error.line };
              throw error;
            }
          }),
        ),
      );
      process.stdout.write(json ? `${JSON.stringify({ models }, null, 2)}\n` : `${overview(models)}\n`);
    });
}

function overview(models: readonly Listed[]): string {
  if (models.length === 0)
    return 'No model is installed. Name a folder of models in OHMBRUSH_MODELS, or give one with --model.';
  const rows = models.map((model) => [model.id, model.builtIn ? 'built in' : model.folder, describe(model)]);
  return table(rows, 3);
}

function describe(model: Listed): string {
  if ('error' in model) return `cannot be used: ${model.error}`;
  const { base, parameters, width, height, imageChannels, prediction, steps, guidance, sampler } = model.summary;
  const channels = imageChannels === 4 ? 'RGBA' : 'RGB';
  const network = `${(parameters / 1e6).toFixed(1)}M parameters, ${width}x${height} ${channels}, ${prediction}`;
  const variant = base === null ? '' : `, variant of ${base}`;
  return `${network}, ${steps} steps of ${sampler}, guidance ${guidance}${variant}`;
}

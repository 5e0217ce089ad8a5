import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILES = {
  'model_index.json': '{"_class_name": "StableDiffusionPipeline"}',
  'tokenizer/tokenizer.json': '{}',
  'text_encoder/config.json': '{}',
  'unet/config.json': '{}',
  'vae/config.json': '{}',
  'scheduler/scheduler_config.json': '{}',
};

/** A folder that looks like a model until it is opened. */
export function fakeModel(folder: string): string {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

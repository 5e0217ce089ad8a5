import type { Command } from 'commander';
import { z } from 'zod';
import { type ChipField, type ChipStage, chipFieldStage } from '../../../shared/chip/chip-fields.ts';
import { type ChipProfile, chipProfileSchema } from '../../../shared/chip/chip-profile.ts';
import { listChips, loadChip } from '../../chips/chips.ts';
import { table } from './format.ts';

export function addChips(program: Command): void {
  const chips = program
    .command('chips')
    .description('List the chips that pictures can be painted on')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .addHelpText('after', '\nExamples:\n  ohmbrush chips\n  ohmbrush chips show pcm')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await listChips();
      process.stdout.write(json ? `${JSON.stringify({ chips: all }, null, 2)}\n` : `${overview(all)}\n`);
    });
  chips
    .command('show')
    .argument('<id|file.json>', 'a chip of `ohmbrush chips`, or a profile')
    .description('Explain every field of a chip profile with its value, unit and meaning')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .addHelpText('after', '\nExamples:\n  ohmbrush chips show pcm\n  ohmbrush chips show my-chip.json')
    .action(async (idOrFile: string, { json }: { json?: boolean }) => {
      const chip = await loadChip(idOrFile);
      process.stdout.write(json ? `${JSON.stringify({ chip }, null, 2)}\n` : `${explained(chip)}\n`);
    });
}

function overview(chips: readonly ChipProfile[]): string {
  const rows = chips.map(({ id, kind, name, description }) => [id, kind, name, firstSentence(description)]);
  return `${table(rows, 4)}\n\n\`ohmbrush chips show <id>\` explains every figure of one.`;
}

function firstSentence(text: string): string {
  return /^.*?[.;:](?=\s|$)/s.exec(text)?.[0].slice(0, -1) ?? text;
}

/** The subset of JSON Schema that chip profiles use. */
interface FieldSchema {
  description?: string;
  const?: unknown;
  properties?: Record<string, FieldSchema>;
  anyOf?: FieldSchema[];
  oneOf?: FieldSchema[];
}

const STAGES: Record<ChipStage, string> = {
  precision: 'how many bits there are to work with',
  cells: 'what the cells hold',
  input: 'how activations drive the rows',
  converter: 'how sums become codes',
  energy: 'energy alone, not the picture',
};

/** A line per field with its value; below it its meaning (with the unit) and what it affects. */
function explained(chip: ChipProfile): string {
  const schema = z.toJSONSchema(chipProfileSchema) as FieldSchema;
  const ofKind = (schema.oneOf ?? schema.anyOf ?? []).find((variant) => variant.properties?.kind?.const === chip.kind);
  return lines(chip, ofKind ?? {}, '').join('\n');
}

function lines(value: object, schema: FieldSchema, prefix: string): string[] {
  const fields = objectOf(schema)?.properties ?? {};
  return Object.entries(value).flatMap(([key, entry]) => {
    const field = fields[key];
    const path = `${prefix}${key}`;
    const meaning = field?.description ? [`    ${field.description}`] : [];
    const stage = chipFieldStage[path.replaceAll('.', '_') as ChipField] as ChipStage | undefined;
    if (entry !== null && typeof entry === 'object' && !Array.isArray(entry)) {
      return [path, ...meaning, ...lines(entry, field ?? {}, `${path}.`)];
    }
    const shown = entry === null ? 'none' : Array.isArray(entry) ? entry.join(', ') : String(entry);
    return [`${path} = ${shown}`, ...meaning, ...(stage === undefined ? [] : [`    Decides ${STAGES[stage]}`])];
  });
}

/** A nullable object appears in JSON Schema as `anyOf` of the object and null. */
function objectOf(schema: FieldSchema): FieldSchema | undefined {
  return schema.properties ? schema : schema.anyOf?.find((variant) => variant.properties);
}

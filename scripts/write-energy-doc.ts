/** Writes the tables of docs/energy-model.md that come from the code. Run: node scripts/write-energy-doc.mjs */
import './require-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { CONSTANTS, type EnergyConstant } from '../src/worker/energy/constants.ts';
import { modelMacro, PUBLISHED_MACROS } from '../test/energy/published-macros.ts';

const page = new URL('../docs/energy-model.md', import.meta.url);

/** The page as it should be. */
export function withTables(text: string): string {
  const sections = { constants: constantsTable(), published: publishedTable(), misses: misses() };
  return Object.entries(sections).reduce((result, [name, lines]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const from = result.indexOf(open);
    const to = result.indexOf(close);
    if (from < 0 || to < from) throw new Error(`docs/energy-model.md lacks the markers ${open} and ${close}`);
    return `${result.slice(0, from + open.length)}\n${lines.join('\n')}\n${result.slice(to)}`;
  }, text);
}

function constantsTable(): string[] {
  const rows = Object.entries<EnergyConstant>(CONSTANTS).map(
    ([id, { meaning, value, low, high, unit, node, supply, source, standing }]) => {
      const span = low === high ? '' : `${figure(low)} to ${figure(high)}`;
      const at = node === null ? '' : `${node} nm, ${supply} V`;
      return [`\`${id}\``, meaning, `${figure(value)} ${unit === '1' ? '' : unit}`.trim(), span, at, source, standing];
    },
  );
  return table(['Constant', 'What', 'Value', 'Span', 'At', 'Source', 'Standing'], rows);
}

function publishedTable(): string[] {
  const rows = PUBLISHED_MACROS.map((macro) => {
    const { value, worst, best, adcShare } = modelMacro(macro);
    const [low, high] = [Math.min(worst, best), Math.max(worst, best)];
    return [
      macro.name,
      `${macro.published} ${macro.unit}`,
      three(value),
      `${three(low)} to ${three(high)}`,
      `${Math.round(adcShare * 100)} %`,
      macro.met === true ? 'within' : 'missed',
      macro.assumed,
    ];
  });
  return table(['Chip', 'Published', 'Model', 'Span', 'In the ADC', '', 'Assumed'], rows);
}

function misses(): string[] {
  const reasons = new Map<string, string[]>();
  for (const { name, met } of PUBLISHED_MACROS) {
    if (met !== true) reasons.set(met, [...(reasons.get(met) ?? []), name]);
  }
  return [...reasons].map(([reason, names]) => `- ${names.join('; ')}: ${reason}.`);
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** As written in the table of constants, large numbers in powers of ten. */
function figure(value: number): string {
  return value >= 1e6 ? value.toExponential().replace('e+', 'e') : String(Number(value.toPrecision(8)));
}

function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export function writePage(): void {
  writeFileSync(page, withTables(readFileSync(page, 'utf8')));
}

if (import.meta.main) writePage();

// Holds the import rules of .dependency-cruiser.mjs over src/, and that no folders import each other in a circle.
// Usage: node scripts/check-imports.mjs [folder that holds src]
//
// dependency-cruiser passes without a word when it cannot parse TypeScript (a compiler it does not know), so its
// modules are counted against the files on disk.
import './require-node.mjs';
import fs from 'node:fs';
import { resolve } from 'node:path';
import { folderCircles } from './folder-circles.mjs';

// An old Node has no globSync and would refuse to load a module that imports it by name, and dependency-cruiser.
const { cruise } = await import('dependency-cruiser');
const { default: config } = await import('../.dependency-cruiser.mjs');

const baseDir = resolve(process.argv[2] ?? '.');
const files = fs.globSync('src/**/*.{ts,tsx}', { cwd: baseDir });
const { output } = await cruise(['src'], {
  ...config.options,
  ruleSet: { forbidden: config.forbidden },
  validate: true,
  baseDir,
});
const cruised = output.modules.filter((module) => /^src\/.*\.tsx?$/.test(module.source));

const rules = new Map(config.forbidden.map((rule) => [rule.name, rule]));
for (const violation of output.summary.violations) {
  const path = violation.cycle?.map((step) => step.name).join(' -> ') ?? violation.to;
  console.error(
    `${violation.from} -> ${path}: ${violation.rule.name}. ${rules.get(violation.rule.name)?.comment ?? ''}`,
  );
}
const circles = folderCircles(cruised);
for (const circle of circles) {
  console.error(
    `${circle.join('\n    ')}\n  no-folder-circles. These folders import each other: move what both need below them.`,
  );
}
if (cruised.length === 0 || cruised.length < files.length) {
  console.error(
    `dependency-cruiser read ${cruised.length} modules of ${files.length} TypeScript files: ` +
      'the rules were not checked.',
  );
  process.exitCode = 1;
} else if (output.summary.violations.length + circles.length > 0) {
  process.exitCode = 1;
} else {
  console.log(`imports: ${cruised.length} modules, ${config.forbidden.length + 1} rules, no violation`);
}

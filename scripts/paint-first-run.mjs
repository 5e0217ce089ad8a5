// Paints the pair that a first start shows, resources/first-run: one picture exactly and frugally, with their energies.
// Usage: node scripts/paint-first-run.mjs
import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const SCENE = ['a rocket, 3d style', '--seed', '11'];

function paint(file, ...how) {
  const out = `resources/first-run/${file}`;
  const command = ['bin/ohmbrush.mjs', 'generate', ...SCENE, ...how, '--out', out, '--json'];
  const { recipe, energy } = JSON.parse(execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' }));
  return { recipe, joules: energy.joules, low: energy.uncertainty.low, high: energy.uncertainty.high };
}

const exact = paint('exact.png', '--precision', 'exact');
const frugal = paint('frugal.png', '--chip', 'pcm', '--precision', 'frugal');
const { prompt, seed, width, height } = exact.recipe;
const pair = {
  prompt,
  seed,
  width,
  height,
  exact: cost(exact),
  frugal: cost(frugal),
};
writeFileSync(new URL('resources/first-run/pair.json', root), `${JSON.stringify(pair, null, 2)}\n`);

function cost({ joules, low, high }) {
  return { joules, low, high };
}

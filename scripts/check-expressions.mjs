// Checks that every regular expression in src/ takes linear time on any text, because some of them read texts of
// strangers. Usage: node scripts/check-expressions.mjs [folder that holds src]
//
// Literals, and what `new RegExp` builds from literals of the same file, are analysed by scslre (which also serves
// eslint-plugin-regexp): it finds exponential and polynomial backtracking, and starts that are tried over and over. An
// expression that is built from anything else cannot be analysed and is refused.
import './require-node.mjs';
import fs, { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { analyse } from 'scslre';
import ts from 'typescript';

const base = resolve(process.argv[2] ?? '.');
// Imported by name, an old Node would refuse to load this file before require-node can say why.
const files = fs.globSync('src/**/*.{ts,tsx}', { cwd: base }).sort();
let count = 0;
let violations = 0;

for (const file of files) {
  const text = readFileSync(join(base, file), 'utf8');
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
  const constants = constantsOf(tree);
  visit(tree);

  function visit(node) {
    if (ts.isRegularExpressionLiteral(node)) check(node, literalOf(node));
    else if (isConstruction(node)) check(node, constructed(node, constants));
    ts.forEachChild(node, visit);
  }

  function check(node, literal) {
    count++;
    if (literal === null) complain(node, 'is built from more than literals: it cannot be analysed');
    else for (const report of reportsOf(literal)) complain(node, report);
  }

  function complain(node, why) {
    violations++;
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
    console.error(`${file}:${line + 1}: ${node.getText().slice(0, 80)} ${why}`);
  }
}

if (files.length === 0 || count === 0) {
  console.error(`${count} expressions were found in ${files.length} files: nothing was checked.`);
  process.exitCode = 1;
} else if (violations > 0) {
  console.error('Write it so that it is linear, or scan by hand (src/main/files/a1111-settings.ts).');
  process.exitCode = 1;
} else {
  console.log(`expressions: ${count} in ${files.length} files, all linear`);
}

/** @returns {string[]} */
function reportsOf(literal) {
  let reports;
  try {
    ({ reports } = analyse(literal, { reportTypes: { Move: true, Self: true, Trade: true } }));
  } catch (error) {
    return [`is no expression: ${error.message}`];
  }
  return reports.map(
    ({ exponential, character }) =>
      `takes ${exponential ? 'exponential' : 'quadratic'} time on a long run of ${JSON.stringify(character.pick)}`,
  );
}

function literalOf(node) {
  const end = node.text.lastIndexOf('/');
  return { source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
}

/** `new RegExp(...)`, and `RegExp(...)`, which is the same. */
function isConstruction(node) {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp';
}

function constructed(node, constants) {
  const [pattern, flags] = node.arguments ?? [];
  const known = pattern && (ts.isIdentifier(pattern) ? constants.get(pattern.text) : textOf(pattern, constants));
  if (known === undefined || known === null) return null;
  const literal = typeof known === 'string' ? { source: known, flags: '' } : known;
  if (flags === undefined) return literal;
  return ts.isStringLiteral(flags) ? { ...literal, flags: flags.text } : null;
}

/** A string literal, which may contain `NAME.source` of a regular expression literal in the same file. */
function textOf(node, constants) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  let text = node.head.text;
  for (const { expression, literal } of node.templateSpans) {
    const isSource = ts.isPropertyAccessExpression(expression) && expression.name.text === 'source';
    const known = isSource ? constants.get(expression.expression.getText()) : undefined;
    if (!known) return null;
    text += known.source + literal.text;
  }
  return text;
}

/** Literals by the name of their constant at the top of a file. */
function constantsOf(tree) {
  const constants = new Map();
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isRegularExpressionLiteral(initializer))
        constants.set(name.getText(), literalOf(initializer));
    }
  }
  return constants;
}

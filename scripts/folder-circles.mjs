// Folders whose files import each other in a circle: two folders that are really one, or a file in the wrong place.
import './require-node.mjs';
import { dirname } from 'node:path/posix';

/**
 * @param {readonly { source: string, dependencies: readonly { resolved: string }[] }[]} modules by dependency-cruiser
 * @returns {string[][]} for each folder in a circle the shortest one through it, as imports: 'a/x.ts -> b/y.ts'. A
 *   folder and one inside it are no circle: the outer one composes what the inner ones do.
 */
export function folderCircles(modules) {
  /** @type {Map<string, Map<string, string>>} folder -> folder that it imports -> one import that does */
  const imports = new Map();
  for (const { source, dependencies } of modules) {
    for (const { resolved } of dependencies) {
      const [from, to] = [dirname(source), dirname(resolved)];
      if (!resolved.startsWith('src/') || `${from}/`.startsWith(`${to}/`) || `${to}/`.startsWith(`${from}/`)) continue;
      if (!imports.has(from)) imports.set(from, new Map());
      const targets = imports.get(from);
      if (!targets.has(to)) targets.set(to, `${source} -> ${resolved}`);
    }
  }
  const seen = new Set();
  const circles = [];
  for (const folder of imports.keys()) {
    const circle = seen.has(folder) ? null : shortestCircle(imports, folder);
    if (!circle) continue;
    for (const each of circle) seen.add(each);
    circles.push(circle.map((each, i) => imports.get(each).get(circle[(i + 1) % circle.length])));
  }
  return circles;
}

/** Breadth first from a folder back to itself. @returns {string[] | null} its folders */
function shortestCircle(imports, start) {
  /** @type {Map<string, string>} folder -> the one it was reached from */
  const before = new Map();
  for (const folder of breadthFirst(imports, start, before)) {
    if (!imports.get(folder)?.has(start)) continue;
    const circle = [folder];
    while (circle[0] !== start) circle.unshift(before.get(circle[0]));
    return circle;
  }
  return null;
}

function* breadthFirst(imports, start, before) {
  const queue = [start];
  for (const folder of queue) {
    yield folder;
    for (const next of imports.get(folder)?.keys() ?? []) {
      if (next === start || before.has(next)) continue;
      before.set(next, folder);
      queue.push(next);
    }
  }
}

import { builtinEnvironments, type Environment } from 'vitest/runtime';

const happy = builtinEnvironments['happy-dom'];

/** What the studio behind the page uses, too; of Node's own both can make use. */
const OF_NODE = [
  ...['AbortController', 'AbortSignal', 'CustomEvent', 'EventTarget', 'FormData', 'Headers'],
  ...['MessagePort', 'Request', 'Response', 'URL'],
];

/** A page (happy-dom) in a process of Node, where the studio behind it reads files as main does. */
export default {
  ...happy,
  name: 'page',
  viteEnvironment: 'ssr',
  async setup(global, options) {
    const kept = OF_NODE.map((name) => [name, global[name]]);
    const page = await happy.setup(global, options);
    Object.assign(global, Object.fromEntries(kept));
    return page;
  },
} satisfies Environment;

/**
 * Imports run one way: hosts -> studio -> the parts of main -> shared; renderer -> shared; worker -> shared. Code that
 * main and worker share and that needs Node is in src/node. Main starts the worker as a process, by path.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'nothing-imports-a-host',
      comment: 'Hosts are the outermost layer; what they share belongs in the studio or below.',
      severity: 'error',
      from: { pathNot: '^src/main/hosts/' },
      to: { path: '^src/main/hosts/' },
    },
    {
      name: 'hosts-stand-alone',
      comment: 'One host must not lean on another.',
      severity: 'error',
      from: { path: '^src/main/hosts/([^/]+)/' },
      to: { path: '^src/main/hosts/', pathNot: '^src/main/hosts/$1/' },
    },
    {
      name: 'only-hosts-import-the-studio',
      comment: 'The studio composes the parts of main; a part that needs the studio is in the wrong place.',
      severity: 'error',
      from: { pathNot: '^(src/main/hosts/|src/main/studio\\.ts$)' },
      to: { path: '^src/main/studio\\.ts$' },
    },
    {
      name: 'main-knows-only-types-of-the-worker',
      comment: 'The engine is a process of its own: main starts its entry file by path and talks to it in messages.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/worker/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-imports-only-shared',
      comment:
        'The engine has no database, no host and no screen; what it shares with main is in src/shared and src/node.',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^src/', pathNot: '^src/(worker|node|shared)/' },
    },
    {
      name: 'screen-imports-only-shared',
      comment: 'The renderer talks to the contract and cannot tell which host serves it.',
      severity: 'error',
      from: { path: '^src/(renderer|preload)/' },
      to: { path: '^src/', pathNot: '^src/(renderer|preload|shared)/' },
    },
    {
      name: 'shared-stands-alone',
      comment:
        'What every process agrees on runs everywhere: no Node, no DOM, no Electron, nothing of the other folders.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { pathNot: '^(src/shared/|node_modules/(zod|@orpc/contract|i18next|lru-cache|safe-stable-stringify)/)' },
    },
    {
      name: 'node-stands-alone',
      comment: 'What main and worker share and needs Node knows neither of them.',
      severity: 'error',
      from: { path: '^src/node/' },
      to: { path: '^src/', pathNot: '^src/(node|shared)/' },
    },
    {
      name: 'only-the-electron-host-imports-electron',
      comment: 'Everything else has to run without it. The preload script is part of the Electron window.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main/hosts/electron|preload)/' },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is two files that are really one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere would hide from the rules above.',
      severity: 'error',
      from: { pathNot: '^src/(main/hosts/electron|preload)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};

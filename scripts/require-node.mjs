// Imported first by every entry point, and run by `npm test`. Plain JavaScript that an old Node can parse. It has to
// report the wrong version before anything else is loaded, because an old Node would stop at the first TypeScript file
// with an obscure error, and native modules built for a newer Node may crash without a message.

const REQUIRED = [24, 12];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < REQUIRED[0] || (major === REQUIRED[0] && minor < REQUIRED[1])) {
  console.error(
    `Ohmbrush needs Node ${REQUIRED.join('.')} or newer and this is Node ${process.versions.node}, ` +
      'which cannot run its sources. ' +
      'Start it with `npm run -s ohmbrush -- ...`, which uses the Node 24 that `npm ci` installs, or install Node 24.',
  );
  process.exit(1);
}

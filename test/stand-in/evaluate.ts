/**
 * Tests that started this process run functions in it, as Playwright's `ElectronApplication.evaluate` does in Electron:
 * from their source, with the electron module and one argument.
 */
interface Order {
  id: number;
  source: string;
  argument: unknown;
}

if (process.send) {
  process.on('message', async ({ id, source, argument }: Order) => {
    try {
      const electron = await import('./electron.ts');
      const run = new Function('electron', 'argument', `return (${source})(electron, argument)`);
      process.send?.({ id, value: await run(electron, argument) });
    } catch (error) {
      process.send?.({ id, error: String(error) });
    }
  });
  // An interrupted test leaves nothing running.
  process.once('disconnect', async () => (await import('./app.ts')).app.exit(1));
  // A pending answer keeps this process alive; nothing else does.
  process.channel?.unref();
}

import { copyFileSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const SOURCE = resolve(import.meta.dirname, 'src');

/**
 * The build mirrors src file by file, so that every path relative to a module leads to the same place in both. Files
 * that a module starts or reads by URL are included: a thread's entry changes its extension, other files are copied.
 */
function neighbours(): Plugin {
  return {
    name: 'neighbours-by-url',
    // Before types are stripped, which also changes quotes.
    enforce: 'pre',
    transform(code, id) {
      return code.replace(/new URL\('([^']+)\.ts', import\.meta\.url\)/g, (_, path) => {
        const entry = resolve(id, '..', `${path}.ts`);
        this.emitFile({
          type: 'chunk',
          id: entry,
          name: relative(SOURCE, entry).slice(0, -3),
          preserveSignature: 'strict',
        });
        return `new URL('${path}.js', import.meta.url)`;
      });
    },
    // Not emitted as assets: Vite drops those from a build for Node.
    writeBundle({ dir }) {
      for (const file of ['ohmbrush.wasm', 'ohmbrush-relaxed.wasm', 'ohmbrush.wasm.sources']) {
        copyFileSync(resolve(SOURCE, 'worker/kernels', file), resolve(dir!, 'worker/kernels', file));
      }
    },
  };
}

/** Named by path below src: 'main/hosts/web/index'. */
function entries(...files: string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [file.slice(0, -extname(file).length), resolve(SOURCE, file)]));
}

export default defineConfig({
  main: {
    plugins: [neighbours()],
    build: {
      outDir: 'out',
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: entries('main/hosts/electron/index.ts', 'main/hosts/web/index.ts', 'worker/engine.ts'),
        output: {
          format: 'es',
          preserveModules: true,
          preserveModulesRoot: SOURCE,
          entryFileNames: '[name].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: resolve(SOURCE, 'preload/index.ts') },
        // A sandboxed preload script is CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(SOURCE, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: resolve(SOURCE, 'renderer/index.html') },
    },
  },
});

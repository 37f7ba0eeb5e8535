import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** The page: `vite build` writes dist/web; the server fills `__CSP_NONCE__` in index.html. */
export default defineConfig({
  root: join(root, 'src/app'),
  base: '/',
  publicDir: false,
  plugins: [react()],
  resolve: { alias: [{ find: /^#\//, replacement: `${join(root, 'src')}/` }] },
  build: {
    outDir: join(root, 'dist/web'),
    emptyOutDir: true,
    target: 'chrome109',
    cssTarget: 'chrome109',
    // A data: URI would need its own hole in the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // A piece of its own, imported before the others: what stands beside the entry would run after them.
            { name: 'first', test: /src\/base\/web\/(?:first|csp)\.ts$/, priority: 4 },
            {
              name: 'react',
              test: /node_modules\/(?:react|react-dom|react-router|scheduler|@tanstack)\//,
              priority: 3,
            },
            { name: 'zod', test: /node_modules\/(?:zod|temporal-polyfill|temporal-utils)\//, priority: 2 },
          ],
        },
      },
    },
  },
});

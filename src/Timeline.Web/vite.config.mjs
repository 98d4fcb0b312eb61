import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/** Beside each text a .br and a .gz, so that the service compresses nothing while it answers. */
const compressed = {
  name: 'compressed',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const { fileName, type, code, source } of Object.values(bundle)) {
        const bytes = Buffer.from(type === 'chunk' ? code : source);
        const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotli });
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9 }) });
      }
    },
  },
};

export default defineConfig({
  plugins: [compressed],
  build: {
    target: 'es2022',
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  // For work on the page beside a running service.
  server: { proxy: { '/api': 'http://localhost:5080', '/feeds': 'http://localhost:5080' } },
});

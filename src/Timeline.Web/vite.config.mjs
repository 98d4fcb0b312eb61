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
        // Fonts are compressed already.
        if (fileName.endsWith('.woff2')) continue;
        const bytes = Buffer.from(type === 'chunk' ? code : source);
        // Beyond 9 it takes seconds for a few per cent.
        const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotli });
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(bytes, { level: 9 }) });
      }
    },
  },
};

/** What the first paint needs: the script that chooses the colours, not deferred as modules are, and the fonts, of which the embed has none. */
let isBuild = false;
const firstPaint = {
  name: 'first-paint',
  configResolved(config) {
    isBuild = config.command === 'build';
  },
  buildStart() {
    if (!isBuild) return;
    this.emitFile({ type: 'chunk', id: 'src/early.ts', name: 'early' });
    this.emitFile({ type: 'chunk', id: 'src/embed/early.ts', name: 'embed-early' });
    // Other sites name it, so that its name stays.
    this.emitFile({ type: 'chunk', id: 'src/embed/loader.ts', fileName: 'embed.js' });
  },
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle, path }) {
      const files = Object.values(bundle ?? {});
      const isEmbed = path.endsWith('embed.html');
      const early = files.find((file) => file.name === (isEmbed ? 'embed-early' : 'early'));
      const fonts = isEmbed ? [] : files.filter((file) => /-latin-wght-normal-.*\.woff2$/.test(file.fileName));
      return [
        { tag: 'script', attrs: early ? { src: `/${early.fileName}` } : { type: 'module', src: isEmbed ? '/src/embed/early.ts' : '/src/early.ts' }, injectTo: 'head-prepend' },
        ...fonts.map(({ fileName }) => ({ tag: 'link', attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${fileName}`, crossorigin: true }, injectTo: 'head-prepend' })),
      ];
    },
  },
};

/** vis-timeline brings its styles along, and would set them in line, which the page's policy refuses. What is needed of them is in axis.css. */
const withoutInlineStyles = {
  name: 'without-inline-styles',
  transform: {
    filter: { id: /vis-timeline/ },
    handler: (code) => code.replace(/function styleInject\(.*\{/, '$& return;'),
  },
};

export default defineConfig({
  plugins: [withoutInlineStyles, firstPaint, compressed],
  build: {
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'embed.html'] },
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  // For work on the page beside a running service.
  server: { proxy: { '/api': 'http://localhost:5080', '/feeds': 'http://localhost:5080' } },
});

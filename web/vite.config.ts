import { fileURLToPath, URL } from 'node:url';
import ui from '@nuxt/ui/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';
import { bootScript } from './build/bootScript.ts';
import { chunkGroups } from './build/chunkGroups.ts';
import { icons } from './build/icons.ts';
import { routesManifest } from './build/routesManifest.ts';
import { texts } from './build/texts.ts';

const source = fileURLToPath(new URL('./src', import.meta.url));
const backend = process.env.EDUSYNC_BACKEND ?? 'http://127.0.0.1:8000';

export default defineConfig(({ command }) => ({
  // The dev server answers at the root so that deep links work; Django serves the build below /static/app/.
  base: command === 'build' ? '/static/app/' : '/',
  plugins: [
    texts(),
    icons(),
    vue(),
    ui({
      autoImport: false,
      colorMode: false,
      // Lists of kinds and sections name their icons in plain TypeScript.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'], globExclude: ['**/*.spec.ts'] } } },
      theme: { colors: ['primary', 'secondary', 'success', 'info', 'warning', 'error'] },
      ui: {
        colors: { primary: 'brand', secondary: 'sky', neutral: 'slate' },
        // The edge of a control must stand out 3:1; the kit's own does not.
        ...Object.fromEntries(['input', 'textarea', 'select', 'selectMenu', 'inputNumber', 'inputMenu'].map(name => [name, { variants: { variant: { outline: 'ring-(--app-control-border)' } } }])),
        button: { slots: { base: 'font-medium cursor-pointer' }, defaultVariants: { size: 'md' }, compoundVariants: [{ color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' }] },
      },
      experimental: { componentDetection: true },
    }),
    bootScript(),
    routesManifest(),
  ],
  resolve: {
    alias: [
      { find: '@', replacement: source },
      // The kit draws icons through this package, whose own component asks a public service for
      // unknown names. Ours draws only what the build has bundled: no request can leave.
      { find: /^@iconify\/vue$/, replacement: `${source}/ui/icons.ts` },
      { find: /^tailwind-variants$/, replacement: `${source}/ui/kitVariants.ts` },
      { find: /^ohash\/utils$/, replacement: `${source}/ui/kitCompare.ts` },
      { find: /^\.\/Avatar\.vue$/, replacement: `${source}/ui/kitPicture.ts` },
      // The one text engine, also for who imports it by the well-known name.
      { find: /^vue-i18n$/, replacement: `${source}/core/i18n/index.ts` },
    ],
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': backend,
      '/_allauth': backend,
      '/files': backend,
      '/oauth': backend,
      '/.well-known': backend,
      '/saml': backend,
      '/sign-in/return': backend,
    },
  },
  build: {
    manifest: true,
    target: 'es2022',
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    // A font or picture inside the style sheet would be a data: address, which the security policy refuses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      treeshake: {
        moduleSideEffects: [
          // Kept with the entry even while only pages use them: a file of their own would be one more request.
          { test: /src[\\/]core[\\/](api[\\/](?!client)|problemText)/, sideEffects: true },
          // Lists of re-exports must not tie together what they list.
          { test: /src[\\/](?:ui[\\/]|features[\\/][a-z-]+[\\/]index\.ts$)/, sideEffects: false },
        ],
      },
      output: {
        codeSplitting: { groups: chunkGroups },
        chunkFileNames: chunk => chunk.facadeModuleId?.startsWith('\0virtual:edusync-texts/')
          ? `assets/texts-${chunk.facadeModuleId.slice('\0virtual:edusync-texts/'.length).replace('/', '-')}-[hash].js`
          : 'assets/[name]-[hash].js',
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.spec.ts', 'build/**/*.spec.ts'],
    setupFiles: ['./vitest.setup.ts'],
    restoreMocks: true,
    // The first import of a page compiles it: on a busy machine that takes a while.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));

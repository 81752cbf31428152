import pluginVue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';

const features = 'src/features/*/**/*.{ts,vue}';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '*.d.ts', 'src/core/api/schema.d.ts', 'src/app/boot.js'] },
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/recommended'],
  {
    files: ['**/*.{ts,vue}'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.vue'] } },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'complexity': ['error', 12],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'off',
      'vue/multi-word-component-names': 'error',
      'vue/no-bare-strings-in-template': ['error', { allowlist: ['·', '/', '–', '—', '%', ':', '(', ')', ',', '.', '→', '©', '…', '“', '”', '+', '?', '*'] }],
      'vue/require-default-prop': 'off',
      'vue/no-v-html': 'error',
      // Layout is the author's; the lint looks for mistakes.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'never', normal: 'always', component: 'always' }, svg: 'always' }],
      'vue/attributes-order': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/attribute-hyphenation': 'error',
    },
  },
  {
    // A feature sees another only through its index.ts, and the app never. The words after `assets` are folders inside the editor.
    files: [features],
    rules: {
      'no-restricted-globals': ['error', { name: 'DOMParser', message: 'Trusted types refuse it: parseInert of core/inertMarkup.' }],
      'no-restricted-imports': ['error', {
        patterns: [
          { regex: '^(?:\\.\\./){1,4}(?!core|ui|app|locales|assets|commands|conversion|menus|paste|saving|schema|upload|views)[a-z-]+/(?!index).+', message: 'Import another feature through its index.ts.' },
          { regex: '/features/[a-z-]+/(?!index).+', message: 'Import another feature through its index.ts.' },
          { regex: '/core/(?:api|auth|i18n|forms|theme)/.+', message: 'Import a part of core through its index.' },
          { group: ['@iconify/*', '@nuxt/ui', '@nuxt/ui/vue-plugin'], message: 'Use UIcon and the house kit.' },
        ],
      }],
    },
  },
  {
    // Core and the kit know no feature.
    files: ['src/core/**/*.{ts,vue}', 'src/ui/**/*.{ts,vue}'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '/features/', message: 'The kit and core know no feature.' }] }] },
  },
  { files: ['**/*.spec.ts', '*.config.ts'], rules: { 'max-lines-per-function': 'off', 'no-restricted-globals': 'off' } },
);

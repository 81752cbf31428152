import { Mark, markInputRule, mergeAttributes } from '@tiptap/core';

interface MarkShape { name: string; tag: string; parse: string[]; keys?: string; rule?: RegExp; excludes?: string }

/** A mark that is a tag and nothing else. */
function simpleMark({ name, tag, parse, keys, rule, excludes }: MarkShape) {
  return Mark.create({
    name,
    ...excludes === undefined ? {} : { excludes },
    parseHTML: () => parse.map(one => ({ tag: one })),
    renderHTML: () => [tag, 0],
    addKeyboardShortcuts() {
      return keys ? { [keys]: () => this.editor.commands.toggleMark(name) } : {};
    },
    addInputRules() {
      return rule ? [markInputRule({ find: rule, type: this.type })] : [];
    },
  });
}

const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  parseHTML: () => [{ tag: 'a[href]' }],
  // Not followed while writing: a click sets the caret.
  renderHTML: ({ HTMLAttributes }) => ['a', mergeAttributes(HTMLAttributes, { rel: 'noopener noreferrer' }), 0],
});

const Abbreviation = Mark.create({
  name: 'abbreviation',
  addAttributes: () => ({ title: { default: '' } }),
  parseHTML: () => [{ tag: 'abbr' }],
  renderHTML: ({ HTMLAttributes }) => ['abbr', HTMLAttributes, 0],
});

const Language = Mark.create({
  name: 'language',
  addAttributes: () => ({ lang: { default: null } }),
  parseHTML: () => [{ tag: 'span[lang]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

export const marks = [
  Link,
  Abbreviation,
  Language,
  simpleMark({ name: 'bold', tag: 'strong', parse: ['strong', 'b'], keys: 'Mod-b', rule: /(?:^|\s)(\*\*(?!\s+\*\*)([^*]+)\*\*)$/ }),
  simpleMark({ name: 'italic', tag: 'em', parse: ['em', 'i'], keys: 'Mod-i', rule: /(?:^|\s)(\*(?!\s+\*)([^*]+)\*)$/ }),
  simpleMark({ name: 'underline', tag: 'u', parse: ['u'], keys: 'Mod-u' }),
  simpleMark({ name: 'strike', tag: 's', parse: ['s', 'del'], keys: 'Mod-Shift-s', rule: /(?:^|\s)(~~(?!\s+~~)([^~]+)~~)$/ }),
  simpleMark({ name: 'highlight', tag: 'mark', parse: ['mark'], keys: 'Mod-Shift-h', rule: /(?:^|\s)(==(?!\s+==)([^=]+)==)$/ }),
  simpleMark({ name: 'subscript', tag: 'sub', parse: ['sub'], keys: 'Mod-,', excludes: 'superscript' }),
  simpleMark({ name: 'superscript', tag: 'sup', parse: ['sup'], keys: 'Mod-.', excludes: 'subscript' }),
  simpleMark({ name: 'keyboard', tag: 'kbd', parse: ['kbd'] }),
  simpleMark({ name: 'inlineCode', tag: 'code', parse: ['code'], keys: 'Mod-e', rule: /(?:^|[^`])(`(?!\s+`)([^`]+)`)$/ }),
];

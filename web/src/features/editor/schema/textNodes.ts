import { Node, mergeAttributes, wrappingInputRule } from '@tiptap/core';

/** `id` is the block's name where the node is one (in the document, a toggle, a column); nothing inside others. */
export const idAttribute = {
  default: null as string | null,
  keepOnSplit: false,
  parseHTML: () => null,
  renderHTML: ({ id }: Record<string, unknown>) => id ? { 'data-block-id': id } : {},
};
const langAttribute = { default: null as string | null };
const flowAttributes = () => ({ id: idAttribute, lang: langAttribute });

export const Document = Node.create({ name: 'doc', topNode: true, content: '(flow|block)+' });
export const Text = Node.create({ name: 'text', group: 'inline' });

export const Paragraph = Node.create({
  name: 'paragraph',
  priority: 1000,
  group: 'flow',
  content: 'inline*',
  addAttributes: flowAttributes,
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['p', mergeAttributes(HTMLAttributes, { dir: 'auto' }), 0],
  addKeyboardShortcuts() {
    return { 'Mod-Alt-0': () => this.editor.commands.setNode('paragraph') };
  },
});

export const MinorHeading = Node.create({
  name: 'minorHeading',
  group: 'flow',
  content: 'inline*',
  defining: true,
  addAttributes: () => ({ ...flowAttributes(), level: { default: 5, rendered: false } }),
  parseHTML: () => [5, 6].map(level => ({ tag: `h${level}`, attrs: { level } })),
  renderHTML: ({ node, HTMLAttributes }) => [`h${node.attrs.level}`, mergeAttributes(HTMLAttributes, { dir: 'auto' }), 0],
});

export const HardBreak = Node.create({
  name: 'hardBreak',
  group: 'inline',
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: () => ['br'],
  renderText: () => '\n',
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.state.selection.$from.parent.type.spec.code ? false : this.editor.commands.insertContent({ type: 'hardBreak' }) };
  },
});

export const BulletList = Node.create({
  name: 'bulletList',
  group: 'flow',
  content: 'listItem+',
  addAttributes: flowAttributes,
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: ({ HTMLAttributes }) => ['ul', mergeAttributes(HTMLAttributes, { dir: 'auto' }), 0],
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*([-+*])\s$/, type: this.type })];
  },
  addKeyboardShortcuts() {
    return { 'Mod-Shift-8': () => this.editor.commands.toggleList('bulletList', 'listItem') };
  },
});

export const OrderedList = Node.create({
  name: 'orderedList',
  group: 'flow',
  content: 'listItem+',
  addAttributes: () => ({ ...flowAttributes(), start: { default: 1, parseHTML: (element: HTMLElement) => Number(element.getAttribute('start') ?? 1), renderHTML: ({ start }: Record<string, unknown>) => start === 1 ? {} : { start } } }),
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ HTMLAttributes }) => ['ol', mergeAttributes(HTMLAttributes, { dir: 'auto' }), 0],
  addInputRules() {
    return [wrappingInputRule({ find: /^(\d{1,4})\.\s$/, type: this.type, getAttributes: match => ({ start: Number(match[1]) }) })];
  },
  addKeyboardShortcuts() {
    return { 'Mod-Shift-7': () => this.editor.commands.toggleList('orderedList', 'listItem') };
  },
});

export const ListItem = Node.create({
  name: 'listItem',
  content: 'paragraph flow*',
  defining: true,
  addAttributes: () => ({ lang: langAttribute }),
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
  addKeyboardShortcuts() {
    return {
      'Enter': () => this.editor.commands.splitListItem('listItem'),
      'Tab': () => this.editor.commands.sinkListItem('listItem'),
      'Shift-Tab': () => this.editor.commands.liftListItem('listItem'),
    };
  },
});

/** A quotation inside a text. The block `quote` has a source as well. */
export const Blockquote = Node.create({
  name: 'blockquote',
  group: 'flow',
  content: 'flow+',
  defining: true,
  addAttributes: flowAttributes,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: ({ HTMLAttributes }) => ['blockquote', HTMLAttributes, 0],
});

/** Cleaned HTML that has no nodes of its own: lists of terms, preformatted text. Kept as it is. */
export const RawHtml = Node.create({
  name: 'rawHtml',
  group: 'flow',
  atom: true,
  addAttributes: () => ({ id: idAttribute, html: { default: '', rendered: false } }),
  renderHTML: ({ HTMLAttributes }) => ['div', HTMLAttributes],
});

export const InlineMath = Node.create({
  name: 'inlineMath',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ latex: { default: '', renderHTML: ({ latex }: Record<string, unknown>) => ({ 'data-latex': latex }), parseHTML: (element: HTMLElement) => element.dataset.latex ?? '' } }),
  parseHTML: () => [{ tag: 'span[data-latex]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes],
  renderText: ({ node }) => `$${node.attrs.latex}$`,
});

export const textNodes = [Document, Text, Paragraph, MinorHeading, HardBreak, BulletList, OrderedList, ListItem, Blockquote, RawHtml, InlineMath];

import { InputRule, Node, mergeAttributes, textblockTypeInputRule, wrappingInputRule, type InputRuleFinder } from '@tiptap/core';
import type { DOMOutputSpec, NodeType } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import { tableEditing } from '@tiptap/pm/tables';
import { WHOLE_TYPES } from '../conversion/blockToNodes';
import { safeAddress } from '../conversion/markup';
import { idAttribute } from './textNodes';

/** `data` holds the fields of the block that are not its content, also those this editor does not know. */
const dataAttribute = { default: {} as Record<string, unknown>, keepOnSplit: false, rendered: false, parseHTML: () => ({}) };
const blockAttributes = () => ({ id: idAttribute, data: dataAttribute });

export const Heading = Node.create({
  name: 'heading',
  group: 'block',
  content: 'text*',
  marks: '',
  defining: true,
  addAttributes: blockAttributes,
  parseHTML: () => [2, 3, 4].map(level => ({ tag: `h${level}`, getAttrs: () => ({ data: { level } }) })),
  renderHTML: ({ node, HTMLAttributes }) => [`h${headingLevel(node.attrs.data)}`, mergeAttributes(HTMLAttributes, { dir: 'auto' }), 0],
  addInputRules() {
    return [2, 3, 4].map(level => textblockTypeInputRule({ find: new RegExp(`^${level === 2 ? '#{1,2}' : '#'.repeat(level)}\\s$`), type: this.type, getAttributes: { data: { level } } }));
  },
  addKeyboardShortcuts() {
    return Object.fromEntries([2, 3, 4].map(level => [`Mod-Alt-${level}`, () => this.editor.commands.setNode('heading', { data: { level } })]));
  },
});

export function headingLevel(data: unknown): number {
  const { level } = data as { level?: number };
  return Math.min(4, Math.max(2, level ?? 2));
}

export const Code = Node.create({
  name: 'code',
  group: 'block',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  isolating: true,
  addAttributes: blockAttributes,
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' }],
  renderHTML: ({ HTMLAttributes }) => ['pre', HTMLAttributes, ['code', 0]],
  addInputRules() {
    return [textblockTypeInputRule({ find: /^(?:```|~~~)([a-z+#-]*)[\s\n]$/, type: this.type, getAttributes: match => ({ data: { language: match[1] ?? '' } }) })];
  },
});

export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'flow+',
  defining: true,
  isolating: true,
  addAttributes: blockAttributes,
  renderHTML: ({ HTMLAttributes }) => ['aside', HTMLAttributes, 0],
});

export const Quote = Node.create({
  name: 'quote',
  group: 'block',
  content: 'flow+',
  defining: true,
  addAttributes: blockAttributes,
  renderHTML: ({ HTMLAttributes }) => ['blockquote', HTMLAttributes, 0],
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*>\s$/, type: this.type, getAttributes: { data: { source: '' } } })];
  },
});

export const Toggle = Node.create({
  name: 'toggle',
  group: 'block',
  content: '(flow|block)+',
  defining: true,
  isolating: true,
  addAttributes: blockAttributes,
  renderHTML: ({ HTMLAttributes }) => ['details', HTMLAttributes, 0],
});

export const Columns = Node.create({
  name: 'columns',
  group: 'block',
  content: 'column{2,4}',
  defining: true,
  isolating: true,
  addAttributes: blockAttributes,
  renderHTML: ({ HTMLAttributes, node }) => ['div', mergeAttributes(HTMLAttributes, { 'data-columns': String(node.childCount) }), 0],
});

export const Column = Node.create({
  name: 'column',
  content: '(flow|block)+',
  isolating: true,
  addAttributes: () => ({ data: dataAttribute }),
  renderHTML: () => ['div', { 'data-column': '' }, 0],
});

export const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  addAttributes: blockAttributes,
  extendNodeSchema: extension => extension.name === 'table' ? { tableRole: 'table' } : roleOf(extension.name),
  renderHTML: ({ HTMLAttributes }) => ['table', HTMLAttributes, ['tbody', 0]],
  addProseMirrorPlugins: () => [tableEditing({ allowTableNodeSelection: true })],
});

function roleOf(name: string): Record<string, string> {
  const role = { tableRow: 'row', tableCell: 'cell', tableHeader: 'header_cell' }[name];
  return role ? { tableRole: role } : {};
}

const TableRow = Node.create({
  name: 'tableRow',
  content: '(tableCell|tableHeader)+',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
});

/** Cells never span others here; the table's own commands want to read that they do not. */
function cell(name: string, tag: string, attributes: Record<string, string>) {
  return Node.create({
    name,
    content: 'flow+',
    isolating: true,
    addAttributes: () => ({ colspan: { default: 1, rendered: false }, rowspan: { default: 1, rendered: false }, colwidth: { default: null, rendered: false } }),
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, attributes, 0],
  });
}

/** What other programs get of it when it is copied. */
function outside(name: string, data: Record<string, string | undefined>): DOMOutputSpec {
  if (name === 'image')
    return ['img', { src: data.src ?? '', alt: data.alt ?? '' }];
  if (name === 'divider')
    return ['hr'];
  if (name === 'math')
    return ['p', `$$${data.latex ?? ''}$$`];
  const href = safeAddress(data.url ?? '');
  const title = data.title || data.name || data.url || name;
  return href ? ['p', ['a', { href }, title]] : ['p', title];
}

/** A sign at the start of a line becomes a block above it. A formula is chosen, so that its field opens; after a divider the text goes on. */
function wholeRule(find: InputRuleFinder, type: NodeType, data: Record<string, unknown>): InputRule {
  return new InputRule({
    find,
    handler({ state, range }) {
      const { tr, doc } = state;
      const $from = doc.resolve(range.from);
      const index = $from.index(-1);
      if (!$from.node(-1).canReplaceWith(index, index, type))
        return null;
      const place = $from.before();
      tr.delete(range.from, range.to).insert(place, type.create({ data }));
      tr.setSelection(type.name === 'math' ? NodeSelection.create(tr.doc, place) : TextSelection.create(tr.doc, place + 2));
    },
  });
}

/** A block that is one whole: a picture, a film, a formula. */
function wholeNode(name: string) {
  return Node.create({
    name,
    group: 'block',
    atom: true,
    draggable: true,
    addAttributes: blockAttributes,
    renderHTML: ({ node }) => outside(name, node.attrs.data as Record<string, string | undefined>),
    addInputRules() {
      if (name === 'divider')
        return [wholeRule(/^(?:---|___|\*\*\*)\s?$/, this.type, {})];
      return name === 'math' ? [wholeRule(/^\$\$\s$/, this.type, { latex: '' })] : [];
    },
  });
}

export const wholeNodes = [...WHOLE_TYPES, 'opaque'].map(wholeNode);
export const blockNodes = [
  Heading, Code, Callout, Quote, Toggle, Columns, Column,
  Table, TableRow, cell('tableCell', 'td', {}), cell('tableHeader', 'th', { scope: 'col' }),
  ...wholeNodes,
];

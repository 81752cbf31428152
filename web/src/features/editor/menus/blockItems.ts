import type { Editor } from '@tiptap/core';
import { currentBlock, insertBlocks, type NewBlock } from '../commands/blockCommands';
import { textTargets, turnInto, type TextTarget } from '../commands/turnInto';

export interface BlockItem {
  /** Key of its name below `editor.insert`. */
  key: string;
  icon: string;
  /** What is typed for the same. */
  hint?: string;
  group: 'text' | 'media' | 'layout' | 'more';
  run: (editor: Editor) => void;
}

const MAX_DEPTH = 2;

function text(key: TextTarget, icon: string, hint?: string): BlockItem {
  return {
    key, icon, hint, group: 'text',
    run(editor) {
      if (currentBlock(editor.state)?.node.type.name === 'paragraph')
        turnInto(editor, key);
      else
        insertBlocks(editor, [newText(key)]);
    },
  };
}

function newText(key: TextTarget): NewBlock {
  const paragraph = { type: 'paragraph' };
  const made: Partial<Record<TextTarget, NewBlock>> = {
    bulletList: { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph] }] },
    orderedList: { type: 'orderedList', content: [{ type: 'listItem', content: [paragraph] }] },
    quote: { type: 'quote', attrs: { data: { source: '' } }, content: [paragraph] },
    callout: { type: 'callout', attrs: { data: { tone: 'info', title: '', is_collapsed: false } }, content: [paragraph] },
    toggle: { type: 'toggle', attrs: { data: { title: '' } }, content: [paragraph] },
    code: { type: 'code', attrs: { data: { language: '' } } },
    paragraph,
  };
  return made[key] ?? { type: 'heading', attrs: { data: { level: Number(key.at(-1)) } } };
}

function insert(key: string, icon: string, group: BlockItem['group'], block: NewBlock, hint?: string): BlockItem {
  return { key, icon, group, hint, run: editor => void insertBlocks(editor, [block]) };
}

function columns(count: number): NewBlock {
  return { type: 'columns', attrs: { data: {} }, content: Array.from({ length: count }, () => ({ type: 'column', content: [{ type: 'paragraph' }] })) };
}

const TABLE_ROWS = 3;
const TABLE_COLUMNS = 3;
function table(): NewBlock {
  const row = (type: string) => ({ type: 'tableRow', content: Array.from({ length: TABLE_COLUMNS }, () => ({ type, content: [{ type: 'paragraph' }] })) });
  return { type: 'table', attrs: { data: { caption: '' } }, content: [row('tableHeader'), ...Array.from({ length: TABLE_ROWS - 1 }, () => row('tableCell'))] };
}

const data = (fields: Record<string, unknown>) => ({ data: fields });

/** Everything that can be put into a page, in the order of the menu. */
export const blockItems: readonly BlockItem[] = [
  text('paragraph', 'i-lucide-pilcrow'),
  text('heading2', 'i-lucide-heading-2', '##'),
  text('heading3', 'i-lucide-heading-3', '###'),
  text('heading4', 'i-lucide-heading-4', '####'),
  text('bulletList', 'i-lucide-list', '-'),
  text('orderedList', 'i-lucide-list-ordered', '1.'),
  text('quote', 'i-lucide-quote', '>'),
  text('callout', 'i-lucide-info'),
  text('toggle', 'i-lucide-list-collapse'),
  text('code', 'i-lucide-code', '```'),
  insert('image', 'i-lucide-image', 'media', { type: 'image', attrs: data({ file: null, src: '', alt: '', caption: '', width: null, height: null }) }),
  insert('video', 'i-lucide-film', 'media', { type: 'video', attrs: data({ file: null, url: '', provider: 'file', external_id: '', captions: [], title: '' }) }),
  insert('audio', 'i-lucide-audio-lines', 'media', { type: 'audio', attrs: data({ file: null, url: '', title: '', transcript: '' }) }),
  insert('file', 'i-lucide-paperclip', 'media', { type: 'file', attrs: data({ file: null, name: '', size_bytes: null, media_type: '', url: '' }) }),
  insert('embed', 'i-lucide-app-window', 'media', { type: 'embed', attrs: data({ provider: 'youtube', id: '', title: '' }) }),
  insert('link_card', 'i-lucide-external-link', 'media', { type: 'link_card', attrs: data({ url: '', title: '', summary: '' }) }),
  insert('table', 'i-lucide-table', 'layout', table()),
  insert('columns2', 'i-lucide-columns-2', 'layout', columns(2)),
  insert('columns3', 'i-lucide-columns-3', 'layout', columns(3)),
  insert('columns4', 'i-lucide-columns-4', 'layout', columns(4)),
  insert('divider', 'i-lucide-minus', 'layout', { type: 'divider', attrs: data({}) }, '---'),
  insert('math', 'i-lucide-sigma', 'more', { type: 'math', attrs: data({ latex: '' }) }, '$$'),
  { key: 'inlineMath', icon: 'i-lucide-variable', group: 'more', run: insertInlineMath },
  insert('question', 'i-lucide-circle-help', 'more', { type: 'question', attrs: data({ question: null }) }),
];

/** A formula within the line, its field open. */
export function insertInlineMath(editor: Editor): void {
  const { from, to } = editor.state.selection;
  const latex = editor.state.doc.textBetween(from, to);
  editor.chain().insertContentAt({ from, to }, { type: 'inlineMath', attrs: { latex } }).setNodeSelection(from).run();
}

export const iconOfTarget = Object.fromEntries(textTargets.map(target => [target, blockItems.find(item => item.key === target)!.icon]));

function containers(editor: Editor): number {
  const { $from } = editor.state.selection;
  let count = 0;
  for (let depth = 1; depth <= $from.depth; depth++)
    count += Number(['toggle', 'columns'].includes($from.node(depth).type.name));
  return count;
}

/** What may be put at the caret: toggles and columns stand two deep at most. */
export function itemsAt(editor: Editor, isQuestionOffered: boolean): BlockItem[] {
  const isDeep = containers(editor) >= MAX_DEPTH;
  return blockItems.filter(item => !(isDeep && /^(?:toggle|columns)/.test(item.key)) && (isQuestionOffered || item.key !== 'question'));
}

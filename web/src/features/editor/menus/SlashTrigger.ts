import { Extension } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';

/** The text after a typed `/`, with its place including the `/`. */
export interface SlashQuery { from: number; to: number; query: string }
export interface SlashOptions { onKey: (event: KeyboardEvent) => boolean }

export const slashKey = new PluginKey<SlashQuery | null>('slash');
const LONGEST = 30;

export function slashQuery(state: EditorState): SlashQuery | null {
  return slashKey.getState(state) ?? null;
}

/** What stands between the slash and the caret, as long as both are in one line. */
function read(state: EditorState, from: number): SlashQuery | null {
  const { $from, empty } = state.selection;
  const start = $from.start();
  if (!empty || from < start || from >= $from.pos)
    return null;
  const text = $from.parent.textBetween(from - start, $from.parentOffset, '\0', '\0');
  const query = text.slice(1);
  return text.startsWith('/') && !query.startsWith(' ') && !query.includes('\0') && query.length <= LONGEST ? { from, to: $from.pos, query } : null;
}

/** Opens a menu of blocks when `/` is typed at the start of a line or after a space. */
export const SlashTrigger = Extension.create<SlashOptions>({
  name: 'slashTrigger',
  priority: 300,
  addOptions: () => ({ onKey: () => false }),
  addProseMirrorPlugins() {
    const { options } = this;
    return [new Plugin<SlashQuery | null>({
      key: slashKey,
      state: {
        init: () => null,
        apply(tr, open, _, state) {
          const meta = tr.getMeta(slashKey) as { open?: number; close?: true } | undefined;
          if (meta?.close)
            return null;
          if (meta?.open !== undefined)
            return read(state, meta.open);
          return open ? read(state, tr.mapping.map(open.from, -1)) : null;
        },
      },
      props: {
        handleTextInput(view, from, to, text) {
          const { $from } = view.state.selection;
          const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, ' ', ' ');
          if (text !== '/' || $from.parent.type.name !== 'paragraph' || before.trim())
            return false;
          view.dispatch(view.state.tr.insertText('/', from, to).setMeta(slashKey, { open: from }));
          return true;
        },
        handleKeyDown: (view, event) => slashQuery(view.state) !== null && options.onKey(event),
        handleDOMEvents: {
          blur(view) {
            if (slashQuery(view.state))
              view.dispatch(view.state.tr.setMeta(slashKey, { close: true }));
          },
        },
      },
    })];
  },
});

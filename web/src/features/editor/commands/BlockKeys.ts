import { Extension } from '@tiptap/core';
import { enterBlock } from './blockControls';
import { deleteBlock, duplicateBlock, insertLineAfter, moveBlock, selectBlock } from './blockCommands';

export interface BlockKeysOptions { openBlockMenu: () => void; openLink: () => void; save: () => void; comment: () => boolean }

/** The keys that act on blocks as wholes. Listed for authors in `keyList.ts`. */
export const BlockKeys = Extension.create<BlockKeysOptions>({
  name: 'blockKeys',
  priority: 200,
  addOptions: () => ({ openBlockMenu: () => {}, openLink: () => {}, save: () => {}, comment: () => false }),
  addKeyboardShortcuts() {
    const { editor } = this;
    const act = (run: () => void) => () => {
      run();
      return true;
    };
    return {
      'Alt-Shift-ArrowUp': () => moveBlock(editor, -1),
      'Alt-Shift-ArrowDown': () => moveBlock(editor, 1),
      'Mod-Shift-d': () => duplicateBlock(editor),
      'Mod-Shift-Backspace': () => deleteBlock(editor),
      'Mod-Enter': () => insertLineAfter(editor),
      'Enter': () => enterBlock(editor),
      'Escape': () => selectBlock(editor),
      'Mod-/': act(this.options.openBlockMenu),
      'Mod-k': act(this.options.openLink),
      'Mod-Alt-m': () => this.options.comment(),
      'Mod-s': act(this.options.save),
    };
  },
});

import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';

const CONTROLS = 'input, textarea, select, button:not(:disabled), math-field';

/** From a block that is chosen as a whole into its fields and buttons. */
export function enterBlock(editor: Editor): boolean {
  const { selection } = editor.state;
  const block = selection instanceof NodeSelection ? editor.view.nodeDOM(selection.from) : null;
  const control = block instanceof HTMLElement ? block.querySelector<HTMLElement>(CONTROLS) : null;
  control?.focus();
  return Boolean(control);
}

/** Escape in a field or on a button of a block goes back to the text around it. */
export function leaveBlock(editor: Editor, target: EventTarget | null): boolean {
  const { dom } = editor.view;
  if (!(target instanceof HTMLElement) || !dom.contains(target) || !target.matches(CONTROLS))
    return false;
  editor.view.focus();
  return true;
}

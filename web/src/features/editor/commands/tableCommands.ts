import { Extension, type Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import {
  addColumnAfter, addColumnBefore, addRowAfter, addRowBefore, deleteColumn, deleteRow, goToNextCell, isInTable, moveTableColumn, moveTableRow, selectedRect, toggleHeaderRow,
} from '@tiptap/pm/tables';

export type TableAct = 'row_above' | 'row_below' | 'column_before' | 'column_after' | 'row_up' | 'row_down' | 'column_back' | 'column_on' | 'header' | 'delete_row' | 'delete_column';

function moveRow(step: -1 | 1): Command {
  return (state, dispatch) => {
    if (!isInTable(state))
      return false;
    const { top, bottom, map } = selectedRect(state);
    const to = step < 0 ? top - 1 : bottom;
    return to >= 0 && to < map.height && moveTableRow({ from: top, to })(state, dispatch);
  };
}

function moveColumn(step: -1 | 1): Command {
  return (state, dispatch) => {
    if (!isInTable(state))
      return false;
    const { left, right, map } = selectedRect(state);
    const to = step < 0 ? left - 1 : right;
    return to >= 0 && to < map.width && moveTableColumn({ from: left, to })(state, dispatch);
  };
}

/** The last row and the last column stay: a table without cells is none. */
function keepOne(size: 'height' | 'width', command: Command): Command {
  return (state, dispatch) => isInTable(state) && selectedRect(state).map[size] > 1 && command(state, dispatch);
}

export const tableActs: Record<TableAct, Command> = {
  row_above: addRowBefore, row_below: addRowAfter, column_before: addColumnBefore, column_after: addColumnAfter,
  row_up: moveRow(-1), row_down: moveRow(1), column_back: moveColumn(-1), column_on: moveColumn(1),
  header: toggleHeaderRow, delete_row: keepOne('height', deleteRow), delete_column: keepOne('width', deleteColumn),
};

export function runTableAct(editor: Editor, act: TableAct): boolean {
  const { view, state } = editor;
  const isDone = tableActs[act](state, view.dispatch);
  view.focus();
  return isDone;
}

function nextCell(editor: Editor): boolean {
  const { view } = editor;
  if (!isInTable(editor.state))
    return false;
  if (goToNextCell(1)(editor.state, view.dispatch))
    return true;
  return addRowAfter(editor.state, view.dispatch) && goToNextCell(1)(editor.state, view.dispatch);
}

/** The keys that act on rows and columns while the caret is in a table. */
export const TableKeys = Extension.create({
  name: 'tableKeys',
  priority: 250,
  addKeyboardShortcuts() {
    const { editor } = this;
    const act = (name: TableAct) => () => isInTable(editor.state) && runTableAct(editor, name);
    const isRtl = () => getComputedStyle(editor.view.dom).direction === 'rtl';
    const towards = (end: TableAct, start: TableAct) => () => isInTable(editor.state) && runTableAct(editor, isRtl() ? start : end);
    return {
      'Tab': () => nextCell(editor),
      'Shift-Tab': () => isInTable(editor.state) && goToNextCell(-1)(editor.state, editor.view.dispatch),
      'Mod-Alt-ArrowUp': act('row_above'),
      'Mod-Alt-ArrowDown': act('row_below'),
      'Mod-Alt-ArrowLeft': towards('column_before', 'column_after'),
      'Mod-Alt-ArrowRight': towards('column_after', 'column_before'),
      'Alt-ArrowUp': act('row_up'),
      'Alt-ArrowDown': act('row_down'),
      'Alt-ArrowLeft': towards('column_back', 'column_on'),
      'Alt-ArrowRight': towards('column_on', 'column_back'),
      'Mod-Alt-h': act('header'),
      'Mod-Alt-Backspace': act('delete_row'),
      'Mod-Alt-Shift-Backspace': act('delete_column'),
    };
  },
});

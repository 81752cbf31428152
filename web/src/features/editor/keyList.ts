/** Keys of the editor, as the help shows them; `name` below `editor.keys`. */
export const keyList = [
  { keys: '/', name: 'insert' },
  { keys: 'Ctrl+/', name: 'block_menu' },
  { keys: 'Alt+Shift+↑ ↓', name: 'move' },
  { keys: 'Ctrl+Shift+D', name: 'duplicate' },
  { keys: 'Ctrl+Shift+⌫', name: 'delete' },
  { keys: 'Ctrl+Enter', name: 'line_after' },
  { keys: 'Esc', name: 'select' },
  { keys: 'Enter', name: 'enter' },
  { keys: 'Alt+F10', name: 'toolbar' },
  { keys: 'Ctrl+K', name: 'link' },
  { keys: 'Ctrl+Alt+2 3 4', name: 'heading' },
  { keys: 'Ctrl+Shift+7 8', name: 'list' },
  { keys: 'Ctrl+Alt+↑ ↓ ← →', name: 'table_add' },
  { keys: 'Alt+↑ ↓ ← →', name: 'table_move' },
  { keys: 'Ctrl+Z', name: 'undo' },
  { keys: 'Ctrl+S', name: 'save' },
] as const;

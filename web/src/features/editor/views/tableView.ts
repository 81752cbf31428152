import type { NodeViewRenderer } from '@tiptap/core';

/** A table as itself, in a frame that scrolls when it is wider than the page. Its bar stands apart: `TableBar.vue`. */
export const tableView: NodeViewRenderer = ({ node }) => {
  const dom = document.createElement('div');
  const table = document.createElement('table');
  const caption = document.createElement('caption');
  const contentDOM = document.createElement('tbody');
  dom.className = 'editor-table';
  caption.contentEditable = 'false';
  caption.dir = 'auto';
  table.append(caption, contentDOM);
  dom.append(table);

  function show(shown: typeof node): void {
    const { caption: text } = shown.attrs.data as { caption?: string };
    dom.dataset.blockId = (shown.attrs.id as string | null) ?? '';
    caption.textContent = text ?? '';
    caption.hidden = !text;
  }
  show(node);
  return {
    dom,
    contentDOM,
    update(next) {
      if (next.type !== node.type)
        return false;
      show(next);
      return true;
    },
    ignoreMutation: mutation => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
  };
};

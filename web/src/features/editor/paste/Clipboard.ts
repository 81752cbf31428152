import { Extension, type Editor } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import { Slice, type Schema } from '@tiptap/pm/model';
import { handlePaste } from '@tiptap/pm/tables';
import type { EditorView } from '@tiptap/pm/view';
import { blocksFromHtml, type Pasted } from './blocksFromHtml';
import { blocksFromText, loneAddress, looksLikeMarkdown } from './plainText';
import { insertPasted } from './insertPasted';
import { parseInert } from '../conversion/markup';
import type { EditorBlock } from '../types';

export interface ClipboardOptions {
  onFiles: (files: File[]) => void;
  onPictures: (pictures: Pasted['pictures'], lost: number) => void;
  /** An address came into an empty line: it may become a card or a film. */
  onAddress: (address: string) => void;
  readMarkdown: (text: string) => Promise<EditorBlock[] | null>;
}

/** Our own selections travel as they are, so that copying within the site loses nothing. */
const OWN = 'data-edusync-slice';

/**
 * Copy, paste and drop. Everything from outside goes through our own reader, which only lets blocks of ours
 * out; the editor's library would write it into a page, which this site does not allow.
 */
export const Clipboard = Extension.create<ClipboardOptions>({
  name: 'edusyncClipboard',
  addOptions: () => ({ onFiles: () => {}, onPictures: () => {}, onAddress: () => {}, readMarkdown: () => Promise.resolve(null) }),
  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [new Plugin({
      props: {
        handleDOMEvents: {
          copy: (view, event) => copy(view, event),
          cut: (view, event) => copy(view, event) && cut(view),
          paste(view, event) {
            if (!view.editable || isField(event.target))
              return false;
            event.preventDefault();
            if (event.clipboardData)
              take(editor, event.clipboardData, options);
            return true;
          },
          drop(view, event) {
            if (view.dragging || !event.dataTransfer || !view.editable)
              return false;
            event.preventDefault();
            const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
            if (at)
              view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at.pos))));
            take(editor, event.dataTransfer, options);
            return true;
          },
        },
      },
    })];
  },
});

/** Fields inside blocks keep the browser's own clipboard. */
function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function copy(view: EditorView, event: ClipboardEvent): boolean {
  const { selection } = view.state;
  if (selection.empty || !event.clipboardData || isField(event.target))
    return false;
  const slice = selection.content();
  const { dom, text } = view.serializeForClipboard(slice);
  const holder = document.createElement('div');
  holder.setAttribute(OWN, JSON.stringify(slice.toJSON()));
  holder.append(...dom.childNodes);
  event.preventDefault();
  event.clipboardData.setData('text/html', holder.outerHTML);
  event.clipboardData.setData('text/plain', text);
  return true;
}

function cut(view: EditorView): boolean {
  if (view.editable)
    view.dispatch(view.state.tr.deleteSelection().scrollIntoView().setMeta('uiEvent', 'cut'));
  return true;
}

function take(editor: Editor, data: DataTransfer, options: ClipboardOptions): void {
  const html = data.getData('text/html');
  const text = data.getData('text/plain');
  const own = html.includes(OWN) ? ownSlice(html, editor.schema) : null;
  if (own)
    return pasteOwn(editor, own);
  const files = [...data.files];
  // Word sends a picture of the text beside the text.
  if (files.length && !(html && text.trim()))
    return options.onFiles(files);
  if (editor.state.selection.$from.parent.type.spec.code)
    return void editor.view.dispatch(editor.state.tr.insertText(text.replaceAll('\r\n', '\n')).scrollIntoView());
  const address = loneAddress(text);
  if (address)
    return pasteAddress(editor, address, options);
  if (html && !isPlainWrapped(html, text))
    return pasteHtml(editor, html, options);
  void pasteText(editor, text, options);
}

function ownSlice(html: string, schema: Schema): Slice | null {
  const json = parseInert(html).querySelector(`[${OWN}]`)?.getAttribute(OWN);
  try {
    // Markup that is kept as it is comes from the server only; in a clipboard anybody may have written it.
    return json && !json.includes('"rawHtml"') ? Slice.fromJSON(schema, JSON.parse(json)) : null;
  }
  catch {
    return null;
  }
}

function pasteOwn(editor: Editor, slice: Slice): void {
  if (!handlePaste(editor.view, new ClipboardEvent('paste'), slice))
    editor.view.dispatch(editor.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true));
}

/** A program's editor wraps plain text in colors: the text is what is meant, and it may be Markdown. */
function isPlainWrapped(html: string, text: string): boolean {
  return text !== '' && (/vscode|monaco|jetbrains/i.test(html) || !/<(?:p|h[1-6]|ul|ol|table|b|strong|i|em|a|img|pre|blockquote|code)\b/i.test(html));
}

function pasteHtml(editor: Editor, html: string, { onPictures }: ClipboardOptions): void {
  const { blocks, pictures, lost } = blocksFromHtml(html);
  insertPasted(editor, blocks);
  if (pictures.length || lost)
    onPictures(pictures, lost);
}

async function pasteText(editor: Editor, text: string, { readMarkdown }: ClipboardOptions): Promise<void> {
  const blocks = looksLikeMarkdown(text) ? await readMarkdown(text) : null;
  if (!editor.isDestroyed)
    insertPasted(editor, blocks ?? blocksFromText(text));
}

function pasteAddress(editor: Editor, address: string, { onAddress }: ClipboardOptions): void {
  const { selection, schema, tr } = editor.state;
  const mark = schema.marks.link!.create({ href: address });
  if (!selection.$from.parent.type.allowsMarkType(mark.type))
    return void editor.view.dispatch(tr.insertText(address).scrollIntoView());
  if (!selection.empty)
    return void editor.view.dispatch(tr.addMark(selection.from, selection.to, mark).scrollIntoView());
  const isAlone = selection.$from.parent.content.size === 0;
  editor.view.dispatch(tr.replaceSelectionWith(schema.text(address, [mark]), false).scrollIntoView());
  if (isAlone)
    onAddress(address);
}

import { Extension, InputRule } from '@tiptap/core';

export const CHECKED = '☑';
export const UNCHECKED = '☐';

/** `[x] ` and `[ ] ` at the start of an item of a list become a check mark: a sign of the text, which Markdown keeps. */
export const CheckMarks = Extension.create({
  name: 'checkMarks',
  addInputRules: () => [new InputRule({
    find: /^\[([ xX]?)\]\s$/,
    handler({ state, range, match }) {
      if (state.doc.resolve(range.from).node(-1)?.type.name !== 'listItem')
        return null;
      state.tr.insertText(`${match[1]!.trim() ? CHECKED : UNCHECKED} `, range.from, range.to);
    },
  })],
});

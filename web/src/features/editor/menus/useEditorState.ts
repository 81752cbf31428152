import type { Editor } from '@tiptap/core';
import { onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue';

/** Something read from the editor, kept up to date with every change, also of the selection and the focus. */
export function useEditorState<T>(editor: MaybeRefOrGetter<Editor | undefined>, read: (editor: Editor) => T, initial: T): Readonly<ShallowRef<T>> {
  const value = shallowRef(initial) as ShallowRef<T>;
  let leave = (): void => {};
  watch(() => toValue(editor), (current) => {
    leave();
    if (!current)
      return;
    const update = (): void => {
      if (!current.isDestroyed)
        value.value = read(current);
    };
    const events = ['transaction', 'focus', 'blur', 'create'] as const;
    events.forEach(event => current.on(event, update));
    leave = () => events.forEach(event => current.off(event, update));
    update();
  }, { immediate: true });
  onScopeDispose(() => leave());
  return value;
}

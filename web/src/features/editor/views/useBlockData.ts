import type { NodeViewProps } from '@tiptap/vue-3';
import { computed } from 'vue';
import { useEditorContext } from '../context';

/** The fields of a block's node, and how to change some of them. */
export function useBlockData<T extends object>(props: NodeViewProps) {
  const { canEdit } = useEditorContext();
  const data = computed(() => props.node.attrs.data as Partial<T> & Record<string, unknown>);

  function update(patch: Partial<T>): void {
    props.updateAttributes({ data: { ...data.value, ...patch } });
  }

  return { data, update, canEdit };
}

import { onScopeDispose, ref, watch, type Ref } from 'vue';

const DELAY_MS = 300;

/** What stands in a search field (`typed`), and what is asked for by it (`search`): the same, a moment after the last key. */
export function useTypedSearch(): { typed: Ref<string>; search: Readonly<Ref<string>> } {
  const typed = ref('');
  const search = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { search.value = text.trim(); }, DELAY_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return { typed, search };
}

import { reactive, ref, watch } from 'vue';

const PAUSE_MS = 600;

/**
 * Values being edited and saved shortly after each change. What the server has comes in by `source`, except fields the
 * author is just writing.
 */
export function useAutosaved<T extends object>(source: () => T, save: (values: Partial<T>) => Promise<boolean>) {
  const values = reactive({ ...source() }) as T;
  const state = ref<'saved' | 'saving' | 'unsaved'>('saved');
  let timer: ReturnType<typeof setTimeout> | undefined;

  function changes(): Partial<T> {
    const present = source();
    return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== present[name as keyof T])) as Partial<T>;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    const wanted = changes();
    if (!Object.keys(wanted).length) {
      state.value = 'saved';
      return;
    }
    state.value = 'saving';
    state.value = await save(wanted) ? 'saved' : 'unsaved';
  }

  watch(source, (next, before) => {
    for (const name of Object.keys(next) as (keyof T)[]) {
      if (values[name] === before[name])
        values[name] = next[name];
    }
  });
  watch(() => ({ ...values }), () => {
    if (!Object.keys(changes()).length)
      return;
    state.value = 'unsaved';
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSE_MS);
  });

  return { values, state, flush };
}

import { computed, onBeforeUnmount, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { http } from '../../core/api';
import type { LessonView } from './types';
import { useOutline } from './useOutline';

/** Lessons at a time: the server serves others as well. */
const AT_ONCE = 4;

/** The lessons to print, one or all, in the order of the course. What the reader may not open is counted, not shown. */
export function usePrintedLessons(slug: MaybeRefOrGetter<string>, lessonId: MaybeRefOrGetter<number | null>) {
  const { outline, problem, refresh } = useOutline(slug);
  const loaded = shallowRef(new Map<number, LessonView>());
  const done = ref(0);
  const missing = ref(0);
  let run = 0;

  const wanted = computed(() => {
    const only = toValue(lessonId);
    return outline.value?.modules.flatMap(module => module.lessons).map(lesson => lesson.id).filter(id => only === null || id === only) ?? [];
  });
  const modules = computed(() => (outline.value?.modules ?? [])
    .map(module => ({ id: module.id, title: module.title, lessons: module.lessons.flatMap(lesson => loaded.value.get(lesson.id) ?? []) }))
    .filter(module => module.lessons.length > 0));
  const isReady = computed(() => outline.value !== undefined && done.value >= wanted.value.length);

  async function load(ids: number[], mine: number): Promise<void> {
    for (let id = ids.shift(); id !== undefined && mine === run; id = ids.shift()) {
      const lesson = await http.get<LessonView>(`/api/v1/lessons/${id}`).catch(() => null);
      if (mine !== run)
        return;
      if (lesson)
        loaded.value = new Map(loaded.value).set(id, lesson);
      else
        missing.value += 1;
      done.value += 1;
    }
  }

  watch(() => wanted.value.join(), () => {
    run += 1;
    loaded.value = new Map();
    done.value = missing.value = 0;
    const ids = [...wanted.value];
    for (let place = 0; place < AT_ONCE; place += 1)
      void load(ids, run);
  }, { immediate: true });
  onBeforeUnmount(() => { run += 1; });

  return { outline, modules, problem, refresh, done, missing, all: computed(() => wanted.value.length), isReady };
}

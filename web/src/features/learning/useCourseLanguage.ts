import { computed, ref, watch, type Ref } from 'vue';
import { useI18n } from '../../core/i18n';
import { recall, remember } from '../../core/storage';

/**
 * In which language the learner reads a course: the one chosen before, else that of the interface where the course is offered in
 * it. `query` is what the addresses of its outline and lessons end with.
 */
export function useCourseLanguage(slug: () => string) {
  const { locale } = useI18n();
  const key = (): string => `course-language.${slug()}`;
  const chosen = ref(recall(key()));
  watch(slug, () => { chosen.value = recall(key()); });
  const query = computed(() => chosen.value ? `?language=${encodeURIComponent(chosen.value)}` : '');

  function choose(code: string): void {
    chosen.value = code;
    remember(key(), code);
  }
  /** Learns in which languages the course is offered. */
  function follow(outline: Readonly<Ref<{ language: string; languages: string[] } | undefined>>): void {
    watch(outline, (loaded) => {
      if (loaded && chosen.value === null && loaded.language !== locale.value && loaded.languages.includes(locale.value))
        chosen.value = locale.value;
    });
  }
  return { query, choose, follow };
}

import { computed } from 'vue';
import { type Schemas, useApiQuery } from '../../core/api';

/** Unresolved threads of a course, by lesson: numbers for the outline. Asked for once however many want them. */
export function useCommentCounts(slug: () => string) {
  const { data, refresh } = useApiQuery<Schemas['CommentCount']>(() => `/api/v1/courses/${slug()}/comment-counts`);
  const byLesson = computed(() => new Map((data.value?.lessons ?? []).map(row => [row.lesson_id, row.open])));
  return { counts: data, byLesson, refresh };
}

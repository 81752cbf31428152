import { useQueryCache } from '@pinia/colada';
import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { http, Problem, type Schemas } from '../../core/api';
import type { EditorDocument } from '../editor';
import { useStudioCourse } from '../studio-frame';

type CourseDetail = Schemas['CourseDetail'];

/** What the settings page changes on a course. */
export interface CourseValues {
  title: string;
  tagline: string;
  overview: EditorDocument;
  outcomes: string[];
  level: CourseDetail['level'];
  language: string;
  categories: string[];
  tags: string[];
  access: CourseDetail['access'];
  visibility: CourseDetail['visibility'];
  capacity: number | null;
  is_waitlist_on: boolean;
  offer_hours: number;
  enrollment_opens_at: string | null;
  enrollment_closes_at: string | null;
  access_days: number | null;
  due_days: number | null;
  recertify_days: number | null;
  required_score: number | null;
  allow_retake: boolean;
  max_attempts: number | null;
  estimated_minutes: number;
  is_certificate_on: boolean;
  meta_description: string;
  meta_keywords: string;
}

const CONFLICT = 412;

export function valuesOf(course: CourseDetail): CourseValues {
  const { title, tagline, outcomes, level, language, access, visibility, capacity, estimated_minutes } = course;
  const { is_waitlist_on, offer_hours, enrollment_opens_at, enrollment_closes_at, access_days, due_days, recertify_days } = course;
  const { required_score, allow_retake, max_attempts } = course;
  return {
    is_waitlist_on, offer_hours, enrollment_opens_at, enrollment_closes_at, access_days, due_days, recertify_days, required_score, allow_retake, max_attempts,
    title, tagline, outcomes: [...outcomes], level, language, access, visibility, capacity, estimated_minutes,
    overview: course.overview as EditorDocument,
    categories: course.categories.map(one => one.slug),
    tags: [...course.tags],
    is_certificate_on: course.certificate,
    meta_description: course.meta_description,
    meta_keywords: course.meta_keywords,
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Names of the values that differ. */
export function changedNames(base: CourseValues, values: CourseValues): (keyof CourseValues)[] {
  return (Object.keys(base) as (keyof CourseValues)[]).filter(name => !isSame(base[name], values[name]));
}

/** The other author's values, with mine where I changed them; `both` names what both of us changed. */
export function joined(base: CourseValues, mine: CourseValues, theirs: CourseValues): { values: CourseValues; both: (keyof CourseValues)[] } {
  const own = changedNames(base, mine);
  const values = { ...theirs, ...Object.fromEntries(own.map(name => [name, mine[name]])) };
  return { values, both: own.filter(name => !isSame(base[name], theirs[name]) && !isSame(mine[name], theirs[name])) };
}

/** The settings of a course being changed. Nothing of another author's is overwritten unseen. */
export function useCourseForm(slug: () => string) {
  const cache = useQueryCache();
  const { course, problem: loadProblem, refresh } = useStudioCourse(slug);
  const base = shallowRef<CourseValues | null>(null);
  const values = reactive({} as CourseValues);
  const version = ref(0);
  const problem = shallowRef<Problem | null>(null);
  const both = shallowRef<(keyof CourseValues)[]>([]);
  const isSaving = ref(false);
  const changes = computed(() => base.value ? changedNames(base.value, values) : []);

  function take(next: CourseDetail): void {
    const theirs = valuesOf(next);
    const result = base.value ? joined(base.value, JSON.parse(JSON.stringify(values)) as CourseValues, theirs) : { values: theirs, both: [] };
    Object.assign(values, JSON.parse(JSON.stringify(result.values)));
    base.value = theirs;
    version.value = next.row_version;
    both.value = result.both;
  }
  watch(course, next => next && next.row_version !== version.value && take(next), { immediate: true });

  async function send(body: object): Promise<boolean> {
    const next = await http.patch<CourseDetail>(`/api/v1/courses/${slug()}`, body, { headers: { 'If-Match': `"${version.value}"` } });
    version.value = next.row_version;
    base.value = valuesOf(next);
    Object.assign(values, valuesOf(next));
    both.value = [];
    cache.setQueryData([`/api/v1/courses/${slug()}`], next);
    return true;
  }

  async function failed(error: unknown): Promise<false> {
    if (!(error instanceof Problem))
      throw error;
    if (error.status === CONFLICT)
      take(await http.get<CourseDetail>(`/api/v1/courses/${slug()}`));
    problem.value = error;
    return false;
  }

  /** Sends what was changed; `more` adds what is not among the values (the picture). */
  async function save(more: object = {}): Promise<boolean> {
    isSaving.value = true;
    problem.value = null;
    const body = { ...Object.fromEntries(changes.value.map(name => [name, values[name]])), ...more };
    try {
      return await send(body);
    }
    catch (error) {
      return await failed(error);
    }
    finally {
      isSaving.value = false;
    }
  }

  function discard(): void {
    if (base.value)
      Object.assign(values, JSON.parse(JSON.stringify(base.value)));
    problem.value = null;
    both.value = [];
  }

  return { course, loadProblem, refresh, values, changes, problem, both, isSaving, save, discard, isReady: computed(() => base.value !== null) };
}

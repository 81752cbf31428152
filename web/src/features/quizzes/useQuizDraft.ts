import { computed, ref, watch, type Ref } from 'vue';
import { http, Problem, useAction, type Schemas } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { copyOf, quizOf, sentOf } from './quizDraft';
import { shifted } from './placing';
import type { Question, Quiz } from './types';

type Sent = Schemas['QuizForAuthors'];

/** What the server refused, by question: pointer within the question and words. */
function faultsByQuestion(problem: Problem | null) {
  const found = new Map<number, { pointer: string; detail: string }[]>();
  for (const error of problem?.errors ?? []) {
    const [, place, rest = ''] = /^\/?questions[/.](\d+)[/.]?(.*)$/.exec(error.field) ?? [];
    if (place !== undefined)
      found.set(Number(place), [...(found.get(Number(place)) ?? []), { pointer: rest.replaceAll('.', '/'), detail: error.detail }]);
  }
  return found;
}

/** Acts on the list of questions. */
function useQuestionList(quiz: Ref<Quiz | null>) {
  function add(question: Question, at?: number): void {
    if (!quiz.value)
      return;
    const place = at ?? quiz.value.questions.length;
    // At the end it comes after what stands there; elsewhere what begins at its place stays before it.
    quiz.value.extras = shifted(quiz.value.extras, place, 1);
    quiz.value.questions.splice(place, 0, question);
  }
  function move(from: number, to: number): void {
    const questions = quiz.value?.questions;
    if (!questions || to < 0 || to >= questions.length)
      return;
    const [taken] = questions.splice(from, 1);
    questions.splice(to, 0, taken!);
  }
  function duplicate(at: number): void {
    const question = quiz.value?.questions[at];
    if (!quiz.value || !question)
      return;
    // What stands after the question stands after its copy.
    quiz.value.extras = shifted(quiz.value.extras, at, 1);
    quiz.value.questions.splice(at + 1, 0, copyOf(question));
  }
  function remove(at: number): Question | undefined {
    if (quiz.value)
      quiz.value.extras = shifted(quiz.value.extras, at, -1);
    return quiz.value?.questions.splice(at, 1)[0];
  }
  return { add, move, duplicate, remove };
}

/** A quiz that is being written: what is there, what changed, what the server refused. Unsaved text survives a crash on this device. */
export function useQuizDraft(lessonId: number) {
  const address = `/api/v1/lessons/${lessonId}/quiz`;
  const backup = `quiz-draft.${lessonId}`;
  const quiz = ref<Quiz | null>(null);
  const saved = ref('');
  const kept = ref<Quiz | null>(null);
  const isDirty = computed(() => quiz.value !== null && written(quiz.value) !== saved.value);

  const loading = useAction(async () => {
    take(await http.get<Sent>(address));
    const text = recall(backup);
    const found = text ? { ...quiz.value!, ...JSON.parse(text) as Partial<Quiz> } : null;
    kept.value = found && written(found) !== saved.value ? found : null;
  });

  const saving = useAction(async () => {
    if (!quiz.value)
      return;
    const sent = await http.put<Sent>(address, sentOf(quiz.value), { headers: { 'If-Match': `"${quiz.value.row_version}"` } });
    take(sent);
    remember(backup, null);
    kept.value = null;
  });

  function written(of: Quiz): string {
    return JSON.stringify(sentOf(of));
  }
  /** What this device keeps: not the password, which is nobody's business who opens the device. */
  function forDevice(of: Quiz): string {
    const rest: Partial<Quiz> = { ...of };
    delete rest.password;
    return JSON.stringify(rest);
  }
  function take(sent: Sent): void {
    quiz.value = quizOf(sent);
    saved.value = written(quiz.value);
  }
  watch(quiz, next => next && isDirty.value && remember(backup, forDevice(next)), { deep: true });

  const faults = computed(() => faultsByQuestion(saving.problem.value));
  const isStale = computed(() => saving.problem.value instanceof Problem && saving.problem.value.code === 'stale-version');

  function takeKept(): void {
    if (kept.value && quiz.value)
      quiz.value = { ...kept.value, row_version: quiz.value.row_version };
    kept.value = null;
  }
  function dropKept(): void {
    kept.value = null;
    remember(backup, null);
  }
  /** Somebody else saved meanwhile: their version counts as the base, what stands here is kept and saved over it. */
  async function overwrite(): Promise<void> {
    const theirs = await http.get<Sent>(address);
    if (quiz.value)
      quiz.value.row_version = theirs.row_version;
    await saving.run();
  }

  return { quiz, kept, isDirty, loading, saving, faults, isStale, takeKept, dropKept, overwrite, ...useQuestionList(quiz) };
}

import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { http, Problem, type Page, type Schemas } from '../../core/api';
import { keptRecord } from '../../core/keptRecord';
import { rubricWorth, type GivenLevels } from '../marking';
import type { Rubric } from '../submissions';

export type Answer = Schemas['AnswerToMark'];
/** `points` where they do not follow from the levels. */
export interface AnswerMark { points: number | null; remark: string; levels: GivenLevels }
export type DeskState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict' | 'failed';
interface Kept { base: string | null; mark: AnswerMark }
const PAUSE_MS = 600;
const RETRY_MS = 10_000;

const MILLI = 0.0006;
const isSame = (one: AnswerMark, other: AnswerMark): boolean => one.points === other.points && one.remark.trim() === other.remark.trim() && JSON.stringify(one.levels) === JSON.stringify(other.levels);

/** The mark as it stands on the server. Points that are just what the levels are worth follow from them. */
export function markOf(answer: Answer, rubric: Rubric | undefined): AnswerMark {
  const levels = Object.fromEntries(answer.levels.map(one => [one.criterion, { level: one.level, comment: one.comment }]));
  const { worth, isComplete } = rubric ? rubricWorth(rubric, levels, answer.max_points) : { worth: 0, isComplete: false };
  const follows = isComplete && answer.points !== null && Math.abs(worth - answer.points) < MILLI;
  return { points: follows ? null : answer.points, remark: answer.remark, levels };
}

/** Marks that have not reached the server, on this device, of one marker and one question. */
const keptMarks = (owner: number, question: string) => keptRecord<Kept>(`answer-marks.${owner}.${question}`);

/**
 * The answers to one question and their marks. A mark is on this device at once and on the server soon; without a
 * connection it waits here. What somebody else gave meanwhile is never written over.
 */
export class AnswerDesk {
  readonly answers = ref<Answer[]>([]);
  readonly marks = ref<Record<number, AnswerMark>>({});
  readonly states = ref<Record<number, DeskState>>({});
  readonly problem = shallowRef<Problem | null>(null);
  readonly waitingHere = computed(() => Object.values(this.states.value).filter(state => state === 'offline' || state === 'conflict').length);
  private readonly kept: ReturnType<typeof keptMarks>;
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>();
  private readonly running = new Set<number>();

  constructor(private readonly quiz: string, private readonly question: string, owner: number, private readonly rubrics: readonly Rubric[] = []) {
    this.kept = keptMarks(owner, question);
  }

  private answerOf(id: number): Answer {
    return this.answers.value.find(one => one.id === id)!;
  }

  rubricOf(answer: Answer): Rubric | undefined {
    return this.rubrics.find(one => one.uuid === answer.rubric);
  }

  private take(next: Answer): void {
    this.answers.value = this.answers.value.map(one => one.id === next.id ? next : one);
  }

  private page(cursor?: string | null): Promise<Page<Answer>> {
    return http.get(`/api/v1/quizzes/${this.quiz}/answers-to-mark/${this.question}`, { cursor });
  }

  private async all(): Promise<Answer[]> {
    const found: Answer[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await this.page(cursor);
      found.push(...page.results);
      cursor = page.next;
    } while (cursor);
    return found;
  }

  /** All answers: a marker goes to and fro in them. */
  async load(): Promise<void> {
    this.answers.value = await this.all();
    const waiting = this.kept.all();
    for (const answer of this.answers.value) {
      const own = waiting[answer.id];
      const isBehind = own !== undefined && own.base !== answer.marked_at;
      this.marks.value[answer.id] = own ? { ...own.mark, levels: own.mark.levels ?? {} } : markOf(answer, this.rubricOf(answer));
      this.states.value[answer.id] = !own ? 'saved' : isBehind ? 'conflict' : 'unsaved';
      if (own && !isBehind)
        this.later(answer.id, 0);
    }
  }

  change(id: number, next: Partial<AnswerMark>): void {
    const mark = { ...this.marks.value[id]!, ...next };
    this.marks.value[id] = mark;
    this.kept.keep(id, { base: this.answerOf(id).marked_at, mark });
    if (this.states.value[id] === 'conflict')
      return;
    this.states.value[id] = 'unsaved';
    this.later(id, PAUSE_MS);
  }

  private later(id: number, wait: number): void {
    clearTimeout(this.timers.get(id));
    this.timers.set(id, setTimeout(() => void this.save(id), wait));
  }

  /** Sends the mark if it is not there yet; one request at a time for each answer. */
  async save(id: number): Promise<void> {
    clearTimeout(this.timers.get(id));
    const mark = this.marks.value[id];
    const state = this.states.value[id];
    if (!mark || this.running.has(id) || state === 'conflict' || state === 'saved')
      return;
    this.running.add(id);
    this.states.value[id] = 'saving';
    try {
      this.take(await http.put<Answer>(`/api/v1/quiz-answers/${id}/mark`, this.sent(id, mark)));
      this.settle(id, mark);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      await this.refused(id, error);
    }
    finally {
      this.running.delete(id);
    }
  }

  /** Levels go along only where there is a rubric to give them by. */
  private sent(id: number, mark: AnswerMark): object {
    const answer = this.answerOf(id);
    const levels = Object.entries(mark.levels).map(([criterion, one]) => ({ criterion, ...one }));
    return { points: mark.points, remark: mark.remark, levels: answer.rubric ? levels : null, base_marked_at: answer.marked_at };
  }

  private settle(id: number, saved: AnswerMark): void {
    this.problem.value = null;
    const isDone = isSame(this.marks.value[id]!, saved);
    this.states.value[id] = isDone ? 'saved' : 'unsaved';
    if (isDone)
      this.kept.drop(id);
    else
      this.later(id, PAUSE_MS);
  }

  private async refused(id: number, found: Problem): Promise<void> {
    this.problem.value = found;
    const isBehind = found.status === 412;
    this.states.value[id] = found.isOffline ? 'offline' : isBehind ? 'conflict' : 'failed';
    if (found.isOffline)
      this.later(id, RETRY_MS);
    const theirs = isBehind ? (await this.all().catch(() => [])).find(one => one.id === id) : undefined;
    if (theirs)
      this.take(theirs);
  }

  /** Mine stands instead of what somebody else gave. */
  keepMine(id: number): Promise<void> {
    this.states.value[id] = 'unsaved';
    return this.save(id);
  }

  takeTheirs(id: number): void {
    const answer = this.answerOf(id);
    this.marks.value[id] = markOf(answer, this.rubricOf(answer));
    this.states.value[id] = 'saved';
    this.kept.drop(id);
  }

  async saveAll(): Promise<void> {
    await Promise.all(Object.keys(this.states.value).map(id => this.save(Number(id))));
  }
}

/** A desk that lives with the calling component; it sends what waits when the connection is back, or the page goes. */
export function useAnswerDesk(quiz: string, question: string, owner: number, rubrics: readonly Rubric[]): AnswerDesk {
  const desk = new AnswerDesk(quiz, question, owner, rubrics);
  const onOnline = (): void => void desk.saveAll();
  addEventListener('online', onOnline);
  onScopeDispose(() => {
    removeEventListener('online', onOnline);
    void desk.saveAll();
  });
  return desk;
}

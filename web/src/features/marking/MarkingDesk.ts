import { computed, ref, shallowRef } from 'vue';
import { Problem } from '../../core/api';
import { markingApi, sentMark } from './api';
import { keptMarks } from './keptMarks';
import type { Line, Mark, MarkingTask, Sheet } from './types';

export type MarkState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict' | 'failed';
const PAUSE_MS = 700;
const RETRY_MS = 10_000;

export function markOf(sheet: Sheet): Mark {
  const levels = Object.fromEntries(sheet.levels.map(one => [one.criterion, { level: one.level, comment: one.comment ?? '' }]));
  return { levels, points: sheet.levels.length ? null : sheet.raw_points, is_late_waived: false };
}

/**
 * One marker at one queue. Every mark is on this device at once and on the server soon; without a connection it stays
 * here and goes later. A mark somebody else gave meanwhile is never written over: both are shown.
 */
export class MarkingDesk {
  readonly lines = ref<Line[]>([]);
  readonly sheets = shallowRef(new Map<string, Sheet>());
  readonly marks = ref<Record<string, Mark>>({});
  readonly states = ref<Record<string, MarkState>>({});
  readonly problem = shallowRef<Problem | null>(null);
  /** How many marks are nowhere but here. */
  readonly waitingHere = computed(() => Object.values(this.states.value).filter(state => state === 'offline' || state === 'conflict').length);
  private readonly versions = new Map<string, number>();
  private readonly sent = new Map<string, string>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly asked = new Map<string, Promise<void>>();
  private readonly kept: ReturnType<typeof keptMarks>;

  constructor(private readonly assignment: string, owner: number, private readonly task: () => MarkingTask | undefined) {
    this.kept = keptMarks(owner, assignment);
  }

  private bodyOf(mark: Mark): string {
    return JSON.stringify(sentMark(mark, !!this.task()?.assignment.rubric));
  }

  async load(): Promise<void> {
    this.lines.value = await markingApi.queue(this.assignment);
    // Kept from another time: they go when their work is looked at, and are counted until then.
    for (const uuid of Object.keys(this.kept.all()))
      this.states.value[uuid] ??= 'offline';
  }

  /** What the server says now; the line in the queue follows. */
  takeSheet(sheet: Sheet): void {
    this.sheets.value = new Map(this.sheets.value).set(sheet.uuid, sheet);
    this.versions.set(sheet.uuid, sheet.row_version);
    const { state, raw_points, points, is_posted, is_settled, name, is_anonymous, row_version } = sheet;
    this.lines.value = this.lines.value.map(line => line.uuid === sheet.uuid ? { ...line, state, raw_points, points, is_posted, is_settled, name, is_anonymous, row_version } : line);
  }

  /** Asked for once, however many want it: an answer that comes late would undo what was marked meanwhile. */
  async open(uuid: string): Promise<void> {
    if (this.sheets.value.has(uuid))
      return;
    const asked = this.asked.get(uuid) ?? this.ask(uuid).finally(() => this.asked.delete(uuid));
    this.asked.set(uuid, asked);
    await asked;
  }

  private async ask(uuid: string): Promise<void> {
    const sheet = await markingApi.sheet(uuid);
    this.takeSheet(sheet);
    const own = this.kept.all()[uuid];
    this.marks.value[uuid] = own?.mark ?? markOf(sheet);
    this.sent.set(uuid, this.bodyOf(markOf(sheet)));
    if (!own)
      return;
    const isBehind = own.version !== sheet.row_version;
    this.states.value[uuid] = isBehind ? 'conflict' : 'unsaved';
    if (!isBehind)
      void this.save(uuid);
  }

  /** Everything is asked for anew, as after all marks were posted. */
  async openAgain(uuid: string): Promise<void> {
    await this.load();
    this.sheets.value = new Map();
    await this.open(uuid);
  }

  change(uuid: string, next: Partial<Mark>): void {
    const mark = { ...this.marks.value[uuid]!, ...next };
    this.marks.value[uuid] = mark;
    this.kept.keep(uuid, { version: this.versions.get(uuid) ?? 0, mark });
    if (this.states.value[uuid] === 'conflict')
      return;
    this.states.value[uuid] = 'unsaved';
    this.later(uuid, PAUSE_MS);
  }

  private later(uuid: string, wait: number): void {
    clearTimeout(this.timers.get(uuid));
    this.timers.set(uuid, setTimeout(() => void this.save(uuid), wait));
  }

  private async send(uuid: string): Promise<void> {
    const going = this.bodyOf(this.marks.value[uuid]!);
    this.states.value[uuid] = 'saving';
    try {
      this.takeSheet(await markingApi.mark(uuid, JSON.parse(going) as Record<string, unknown>, this.versions.get(uuid) ?? 0));
      this.sent.set(uuid, going);
      this.problem.value = null;
      this.settle(uuid, going);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      await this.refused(uuid, error);
    }
  }

  private settle(uuid: string, saved: string): void {
    const isSame = this.bodyOf(this.marks.value[uuid]!) === saved;
    this.states.value[uuid] = isSame ? 'saved' : 'unsaved';
    if (isSame)
      this.kept.drop(uuid);
    else
      this.later(uuid, PAUSE_MS);
  }

  private async refused(uuid: string, problem: Problem): Promise<void> {
    this.problem.value = problem;
    this.states.value[uuid] = problem.isOffline ? 'offline' : problem.code === 'stale-version' ? 'conflict' : 'failed';
    if (problem.isOffline)
      this.later(uuid, RETRY_MS);
    if (problem.code === 'stale-version')
      await markingApi.sheet(uuid).then(sheet => this.takeSheet(sheet)).catch(() => undefined);
  }

  /** Sends the mark if it is not there yet; one request at a time for each submission. */
  async save(uuid: string): Promise<void> {
    clearTimeout(this.timers.get(uuid));
    while (this.running.has(uuid))
      await this.running.get(uuid);
    const mark = this.marks.value[uuid];
    if (!mark || this.states.value[uuid] === 'conflict')
      return;
    if (this.bodyOf(mark) === this.sent.get(uuid)) {
      if (this.states.value[uuid] === 'unsaved')
        this.settle(uuid, this.bodyOf(mark));
      return;
    }
    const going = this.send(uuid);
    this.running.set(uuid, going);
    await going;
    this.running.delete(uuid);
  }

  async saveAll(): Promise<void> {
    await Promise.all(Object.keys(this.kept.all()).filter(uuid => this.marks.value[uuid]).map(uuid => this.save(uuid)));
  }

  /** Mine stands instead of what somebody else gave. */
  keepMine(uuid: string): Promise<void> {
    this.states.value[uuid] = 'unsaved';
    this.sent.delete(uuid);
    return this.save(uuid);
  }

  takeTheirs(uuid: string): void {
    const sheet = this.sheets.value.get(uuid);
    if (!sheet)
      return;
    this.marks.value[uuid] = markOf(sheet);
    this.sent.set(uuid, this.bodyOf(this.marks.value[uuid]));
    this.states.value[uuid] = 'saved';
    this.kept.drop(uuid);
  }
}

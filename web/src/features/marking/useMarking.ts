import { computed, onScopeDispose, ref, shallowRef } from 'vue';
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
export function useMarking(assignment: string, owner: number, task: () => MarkingTask | undefined) {
  const lines = ref<Line[]>([]);
  const sheets = shallowRef(new Map<string, Sheet>());
  const marks = ref<Record<string, Mark>>({});
  const versions = new Map<string, number>();
  const states = ref<Record<string, MarkState>>({});
  const problem = shallowRef<Problem | null>(null);
  const kept = keptMarks(owner, assignment);
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const running = new Map<string, Promise<void>>();
  const sent = new Map<string, string>();

  const waitingHere = computed(() => Object.values(states.value).filter(state => state === 'offline' || state === 'conflict').length);
  const body = (uuid: string): Record<string, unknown> => sentMark(marks.value[uuid]!, !!task()?.assignment.rubric);

  function takeSheet(sheet: Sheet): void {
    sheets.value = new Map(sheets.value).set(sheet.uuid, sheet);
    versions.set(sheet.uuid, sheet.row_version);
    const place = lines.value.findIndex(line => line.uuid === sheet.uuid);
    if (place >= 0)
      lines.value[place] = { ...lines.value[place]!, state: sheet.state, raw_points: sheet.raw_points, points: sheet.points, is_posted: sheet.is_posted, name: sheet.name, row_version: sheet.row_version };
  }
  async function open(uuid: string): Promise<void> {
    if (sheets.value.has(uuid))
      return;
    const sheet = await markingApi.sheet(uuid);
    takeSheet(sheet);
    const own = kept.all()[uuid];
    marks.value[uuid] = own?.mark ?? markOf(sheet);
    sent.set(uuid, JSON.stringify(sentMark(markOf(sheet), !!task()?.assignment.rubric)));
    if (!own)
      return;
    const isBehind = own.version !== sheet.row_version;
    states.value[uuid] = isBehind ? 'conflict' : 'unsaved';
    if (!isBehind)
      void save(uuid);
  }
  function change(uuid: string, next: Partial<Mark>): void {
    marks.value[uuid] = { ...marks.value[uuid]!, ...next };
    kept.keep(uuid, { version: versions.get(uuid) ?? 0, mark: marks.value[uuid]! });
    if (states.value[uuid] === 'conflict')
      return;
    states.value[uuid] = 'unsaved';
    later(uuid, PAUSE_MS);
  }
  function later(uuid: string, wait: number): void {
    clearTimeout(timers.get(uuid));
    timers.set(uuid, setTimeout(() => void save(uuid), wait));
  }
  async function send(uuid: string): Promise<void> {
    const going = JSON.stringify(body(uuid));
    states.value[uuid] = 'saving';
    try {
      takeSheet(await markingApi.mark(uuid, JSON.parse(going) as Record<string, unknown>, versions.get(uuid) ?? 0));
      sent.set(uuid, going);
      problem.value = null;
      const isSame = JSON.stringify(body(uuid)) === going;
      states.value[uuid] = isSame ? 'saved' : 'unsaved';
      if (isSame)
        kept.drop(uuid);
      else
        later(uuid, PAUSE_MS);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
      states.value[uuid] = error.isOffline ? 'offline' : error.code === 'stale-version' ? 'conflict' : 'failed';
      if (error.isOffline)
        later(uuid, RETRY_MS);
      if (error.code === 'stale-version')
        await markingApi.sheet(uuid).then(takeSheet).catch(() => undefined);
    }
  }
  /** Sends the mark if it is not there yet; one request at a time for each submission. */
  async function save(uuid: string): Promise<void> {
    clearTimeout(timers.get(uuid));
    while (running.has(uuid))
      await running.get(uuid);
    if (!marks.value[uuid] || states.value[uuid] === 'conflict' || JSON.stringify(body(uuid)) === sent.get(uuid)) {
      if (states.value[uuid] === 'unsaved') {
        states.value[uuid] = 'saved';
        kept.drop(uuid);
      }
      return;
    }
    const going = send(uuid);
    running.set(uuid, going);
    await going;
    running.delete(uuid);
  }
  async function saveAll(): Promise<void> {
    await Promise.all(Object.keys(kept.all()).filter(uuid => marks.value[uuid]).map(save));
  }
  function keepMine(uuid: string): Promise<void> {
    states.value[uuid] = 'unsaved';
    sent.delete(uuid);
    return save(uuid);
  }
  function takeTheirs(uuid: string): void {
    const sheet = sheets.value.get(uuid);
    if (!sheet)
      return;
    marks.value[uuid] = markOf(sheet);
    sent.set(uuid, JSON.stringify(body(uuid)));
    states.value[uuid] = 'saved';
    kept.drop(uuid);
  }
  async function load(): Promise<void> {
    lines.value = await markingApi.queue(assignment);
    // Kept from another time: they go as soon as they are looked at, and are counted until then.
    for (const uuid of Object.keys(kept.all()))
      states.value[uuid] ??= 'offline';
  }
  const onOnline = (): void => void saveAll();
  window.addEventListener('online', onOnline);
  onScopeDispose(() => {
    window.removeEventListener('online', onOnline);
    void saveAll();
  });
  return { lines, sheets, marks, states, problem, waitingHere, load, open, change, save, saveAll, keepMine, takeTheirs, takeSheet };
}

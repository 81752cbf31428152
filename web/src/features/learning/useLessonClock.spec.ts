import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, defineComponent, h, ref, type App, type Ref } from 'vue';
import { useSessionStore } from '../../core/auth';
import { useLessonClock } from './useLessonClock';

interface Sent { path: string; beats: Record<string, unknown>[] }
interface Session { client_id: string; sequence: number; age_seconds: number; focus_seconds: number; idle_seconds: number; interactions: number }

let sent: Sent[] = [];
let isOnline = true;
let isHidden = false;
let hasFocus = true;
const apps: App[] = [];

/** The server as the browser meets it: what arrives is noted, and answered as the API answers. */
async function server(request: Request): Promise<Response> {
  if (!isOnline)
    throw new TypeError('no network');
  const path = new URL(request.url).pathname;
  const body = await request.json() as Record<string, unknown>;
  const isLate = path.endsWith('/beats');
  const beats = isLate ? body.beats as Record<string, unknown>[] : [body];
  sent.push({ path, beats });
  const dashed = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const results = beats.map((beat) => {
    const session = beat.session as Session;
    return { lesson_id: beat.lesson_id, client_id: dashed(session.client_id), sequence: session.sequence, accepted_seconds: 0, code: '' };
  });
  return Response.json(isLate ? { results } : { progress: { state: 'started' }, enrollment: { id: 1, status: 'active', percent: 0 } });
}

function open(lesson: Ref<number | null> = ref(7)): App {
  const app = createApp(defineComponent({
    setup() {
      useLessonClock(lesson, () => ({}), () => undefined);
      return () => h('div');
    },
  }));
  app.mount(document.createElement('div'));
  apps.push(app);
  return app;
}
// Requests are answered by the real event loop, whatever the faked clock says: let it come to rest.
const realTimeout = setTimeout;
async function pass(seconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  for (let turn = 0; turn < 30; turn++)
    await new Promise(resolve => realTimeout(resolve));
}
/** On a busy machine the real event loop needs more turns than that: waits for what must come. */
async function arrived(isThere: () => boolean): Promise<void> {
  for (let turn = 0; turn < 3000 && !isThere(); turn++)
    await new Promise(resolve => realTimeout(resolve));
}
const sessions = () => sent.flatMap(one => one.beats.map(beat => beat.session as Session));
const total = (name: 'seconds' | 'focus_seconds' | 'idle_seconds') => sent
  .flatMap(one => one.beats)
  .reduce((sum, beat) => sum + Number(name === 'seconds' ? beat.seconds : (beat.session as Session)[name]), 0);

function hide(hidden: boolean): void {
  isHidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('useLessonClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-04T12:00:00Z') });
    localStorage.clear();
    document.cookie = 'csrftoken=token';
    setActivePinia(createPinia());
    [sent, isOnline, isHidden, hasFocus] = [[], true, false, true];
    vi.stubGlobal('fetch', server);
    vi.spyOn(document, 'hidden', 'get').mockImplementation(() => isHidden);
    vi.spyOn(document, 'hasFocus').mockImplementation(() => hasFocus);
  });
  afterEach(async () => {
    apps.splice(0).forEach(app => app.unmount());
    await pass(1);
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('says so at once, then every half minute, with numbers that rise', async () => {
    open();
    await pass(61);
    await arrived(() => sent.length >= 3);
    expect(sent.map(one => one.path)).toEqual(Array.from({ length: 3 }, () => '/api/v1/lessons/7/progress'));
    expect(sent.map(one => one.beats[0]!.seconds)).toEqual([0, 30, 30]);
    expect(sessions().map(one => one.sequence)).toEqual([1, 2, 3]);
    expect(new Set(sessions().map(one => one.client_id)).size).toBe(1);
  });

  it('counts nothing while hidden', async () => {
    open();
    await pass(20);
    hide(true);
    await pass(600);
    hide(false);
    await pass(41);
    expect(total('seconds')).toBeLessThanOrEqual(61);
    expect(total('seconds')).toBeGreaterThanOrEqual(48);
  });

  it('takes sleep for sleep', async () => {
    open();
    await pass(10);
    // The machine sleeps for an hour: no timer ran, and then all is late.
    const sleeping = vi.spyOn(performance, 'now');
    const before = performance.now();
    sleeping.mockImplementation(() => before + 3_600_000);
    await pass(1);
    sleeping.mockRestore();
    await pass(30);
    expect(total('seconds')).toBeLessThanOrEqual(42);
  });

  it('keeps beats without network and tells them later, as old as they are', async () => {
    open();
    await pass(1);
    await arrived(() => sent.length > 0);
    isOnline = false;
    await pass(110);
    expect(sent).toHaveLength(1);
    // What did not get through has told so before the network is back.
    for (let turn = 0; turn < 400; turn++)
      await new Promise(resolve => realTimeout(resolve));
    isOnline = true;
    dispatchEvent(new Event('online'));
    await pass(1);
    await arrived(() => sent.length > 1);
    const late = sent.at(-1)!;
    expect(late.path).toBe('/api/v1/learning/beats');
    expect(late.beats.map(beat => beat.seconds)).toEqual([30, 30, 30]);
    expect(late.beats.map(beat => (beat.session as Session).age_seconds)).toEqual([81, 51, 21]);
    await pass(40);
    expect(sessions().map(one => one.sequence)).toEqual([1, 2, 3, 4, 5, 6].slice(0, sessions().length));
  });

  it('keeps what was not sent for the next visit', async () => {
    const app = open();
    isOnline = false;
    await pass(45);
    app.unmount();
    apps.length = 0;
    await pass(60);
    isOnline = true;
    open();
    await pass(2);
    await arrived(() => total('seconds') >= 45);
    expect(total('seconds')).toBe(45);
  });

  it('counts in one of two tabs', async () => {
    // Both in view, beside each other; a third window is in front.
    hasFocus = false;
    open(ref(7));
    open(ref(8));
    await pass(60);
    apps.splice(0).forEach(app => app.unmount());
    await pass(1);
    expect(total('seconds')).toBeLessThanOrEqual(61 + 2);
  });

  it('knows attention from idling', async () => {
    open();
    dispatchEvent(new Event('pointerdown'));
    await pass(300);
    expect(total('focus_seconds')).toBeGreaterThanOrEqual(58);
    expect(total('focus_seconds')).toBeLessThanOrEqual(62);
    expect(total('idle_seconds')).toBeGreaterThan(150);
    expect(sessions().reduce((sum, one) => sum + one.interactions, 0)).toBe(1);
  });

  it('tells seconds only when the person wants it so', async () => {
    const session = useSessionStore();
    session.me = { id: 5, settings: { is_session_detail_on: false } } as typeof session.me;
    open();
    dispatchEvent(new Event('pointerdown'));
    await pass(31);
    await arrived(() => total('seconds') >= 30);
    expect(total('seconds')).toBe(30);
    expect(sessions().every(one => one.focus_seconds + one.idle_seconds + one.interactions === 0)).toBe(true);
  });

  it('begins a new sitting after half an hour of silence', async () => {
    const app = open();
    await pass(1);
    app.unmount();
    apps.length = 0;
    await pass(31 * 60);
    open();
    await pass(1);
    await arrived(() => sessions().at(-1)?.sequence === 1 && sessions().length > 1);
    expect(new Set(sessions().map(one => one.client_id)).size).toBe(2);
    expect(sessions().at(-1)!.sequence).toBe(1);
  });
});

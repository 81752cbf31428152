import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { Problem, useApiQuery } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { attendanceApi, attendanceUrls, type Presence } from './api';
import type { Place, Roster, State } from './types';

const PAUSE_MS = 300;
const AGAIN_MS = 8_000;

/** The list of one meeting. What is tapped shows at once, waits on the device, and is sent as soon as the server can be reached. */
export function useRoster(id: MaybeRefOrGetter<number>) {
  const { data, problem, refresh } = useApiQuery<Roster>(() => attendanceUrls.session(toValue(id)), { staleTime: 0 });
  const fresh = shallowRef<Roster>();
  const waiting = shallowRef(new Map<number, Presence>());
  const isOffline = shallowRef(false);
  const refused = shallowRef<Problem | null>(null);
  const place = () => `attendance.${toValue(id)}`;
  let timer = 0;
  let isSending = false;

  watch(data, found => (fresh.value = found), { immediate: true });
  const kept = recall(place());
  if (kept)
    keep(new Map((JSON.parse(kept) as Presence[]).map(one => [one.enrollment_id, one])), PAUSE_MS);

  function keep(next: Map<number, Presence>, later?: number): void {
    waiting.value = next;
    remember(place(), next.size ? JSON.stringify([...next.values()]) : null);
    window.clearTimeout(timer);
    if (next.size && later !== undefined)
      timer = window.setTimeout(() => void send(), later);
  }

  async function send(): Promise<void> {
    const batch = waiting.value;
    if (isSending || !batch.size)
      return;
    isSending = true;
    try {
      fresh.value = await attendanceApi.take(toValue(id), [...batch.values()]);
      isOffline.value = false;
      refused.value = null;
      keep(new Map([...waiting.value].filter(([key, one]) => batch.get(key) !== one)), PAUSE_MS);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      isOffline.value = error.isOffline || error.status >= 500;
      refused.value = isOffline.value ? null : error;
      keep(isOffline.value ? waiting.value : new Map(), AGAIN_MS);
    }
    finally {
      isSending = false;
    }
  }

  function set(enrollment: number, state: State, note?: string): void {
    keep(new Map(waiting.value).set(enrollment, { enrollment_id: enrollment, state, ...(note === undefined ? {} : { note }) }), PAUSE_MS);
  }

  const roster = computed(() => fresh.value);
  const places = computed<Place[]>(() => (fresh.value?.places ?? []).map((one) => {
    const mine = waiting.value.get(one.enrollment_id);
    return mine ? { ...one, state: mine.state, note: mine.note ?? one.note } : one;
  }));
  const now = () => void send();
  window.addEventListener('online', now);
  onScopeDispose(() => {
    window.removeEventListener('online', now);
    window.clearTimeout(timer);
    void send();
  });
  return { roster, places, problem, refused, refresh, set, send, isOffline, waiting, take: (found: Roster) => (fresh.value = found) };
}

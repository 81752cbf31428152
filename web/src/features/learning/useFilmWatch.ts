import { ref, shallowRef, type Ref } from 'vue';
import { recall, remember } from '../../core/storage';
import type { LessonProgress, ProgressNote, VideoDetail } from './types';
import { addRange, reached, watchedShare } from './watchedShare';

const SPEED = 'film-speed';
/** A jump so far beyond what was watched is none: players land a little off. */
const GAP_SECONDS = 1;
/** The server takes so many stretches in one note. */
const MAX_STRETCHES = 200;

type Film = Readonly<Ref<HTMLVideoElement | null>>;

/** The stretches that were ever watched, and what of them was watched now. */
function useStretches(film: Film, before: readonly (readonly number[])[]) {
  const known = shallowRef<[number, number][]>(before.reduce<[number, number][]>((all, range) => addRange(all, range[0]!, range[1]!), []));
  const fresh = shallowRef<[number, number][]>([]);
  let start: number | null = null;

  function open(): void {
    start = film.value?.currentTime ?? null;
  }
  function close(): void {
    if (film.value && start !== null) {
      known.value = addRange(known.value, start, film.value.currentTime);
      fresh.value = addRange(fresh.value, start, film.value.currentTime);
    }
    start = null;
  }
  function note(everySeconds: number): void {
    if (film.value && start !== null && film.value.currentTime - start >= everySeconds) {
      close();
      open();
    }
  }
  /** A jump ends a stretch where playing stopped, not where it went. */
  const forget = () => start = null;
  return { known, fresh, open, close, note, forget };
}

/** Goes where the address says, else on where the learner stopped, at the speed they like. */
function prepare(film: HTMLVideoElement, asked: number, position: number): void {
  if (asked > 0 && asked < film.duration)
    film.currentTime = asked;
  else if (position > 3 && position < film.duration - 5)
    film.currentTime = position;
  const speed = Number(recall(SPEED));
  if (speed >= 0.5 && speed <= 2)
    film.playbackRate = speed;
}

/** What is watched of a film: stretches, speed, and the lock that keeps learners from jumping ahead. */
export function useFilmWatch(film: Film, video: () => VideoDetail, progress: () => LessonProgress | null, onStopped: () => void, asked: () => number = () => 0) {
  const stretches = useStretches(film, progress()?.watched ?? []);
  const currentMs = ref(0);
  const isHeldBack = ref(false);

  function onSeeking(): void {
    stretches.forget();
    if (!film.value || !video().is_seek_locked)
      return;
    const limit = reached(stretches.known.value);
    isHeldBack.value = film.value.currentTime > limit + GAP_SECONDS;
    if (isHeldBack.value)
      film.value.currentTime = limit;
  }
  function onTime(): void {
    if (film.value && !film.value.seeking) {
      currentMs.value = film.value.currentTime * 1000;
      stretches.note(2);
    }
  }
  function onStop(): void {
    stretches.close();
    onStopped();
  }
  const listeners = {
    loadedmetadata: () => prepare(film.value!, asked(), progress()?.position_seconds ?? 0),
    ratechange: () => film.value && remember(SPEED, String(film.value.playbackRate)),
    playing: () => {
      stretches.close();
      stretches.open();
    },
    timeupdate: onTime,
    seeking: onSeeking,
    pause: onStop,
    ended: onStop,
  };

  function seek(ms: number): void {
    if (film.value) {
      film.value.currentTime = ms / 1000;
      void film.value.play().catch(() => undefined);
    }
  }

  /** What the server should know: the place, the best share so far, and what was watched now. */
  function facts(): Partial<ProgressNote> {
    const element = film.value;
    if (!element || !Number.isFinite(element.duration))
      return {};
    if (!element.paused)
      stretches.note(0);
    const share = Math.max(progress()?.watched_share ?? 0, watchedShare(stretches.known.value, element.duration));
    const watched = stretches.fresh.value.slice(-MAX_STRETCHES).map(range => range.map(seconds => Math.round(seconds * 10) / 10));
    return { position_seconds: Math.floor(element.currentTime), watched_share: share, ...(watched.length ? { watched } : {}) };
  }

  return { listeners, currentMs, isHeldBack, seek, facts, close: stretches.close };
}

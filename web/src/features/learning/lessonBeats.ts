import { newKey, type Schemas } from '../../core/api';
import { recall, remember } from '../../core/storage';
import type { ProgressNote } from './types';

/** A sign of life from a lesson. Kept on the device until the server has it. `at`: when it was made, see `beatTime`. */
export interface Beat {
  lesson_id: number;
  client_id: string;
  sequence: number;
  at: number;
  seconds: number;
  focus_seconds: number;
  idle_seconds: number;
  interactions: number;
  film: Omit<ProgressNote, 'seconds'>;
}
export type BeatMeasure = Pick<Beat, 'seconds' | 'focus_seconds' | 'idle_seconds' | 'interactions'>;
interface Sitting { id: string; sequence: number; at: number }

/** After so long a silence a new sitting begins: the server ends its session then, too. */
const SITTING_MS = 30 * 60_000;
const MOST_KEPT = 500;
const KEPT_MS = 24 * 3_600_000;
/** Each kept beat says the latest of the film only: those before it say the rest. */
const KEPT_STRETCHES = 5;

/** Milliseconds that only go forward while the page lives, whatever happens to the clock of the device. */
export const beatTime = (): number => performance.timeOrigin + performance.now();

function read<T>(key: string, fallback: T): T {
  try {
    return JSON.parse(recall(key) ?? '') as T;
  }
  catch {
    return fallback;
  }
}

/**
 * The sitting and the beats of one person on this device, shared by all tabs. One device has one sitting at a time; its
 * beats are numbered, so that one that is sent twice counts once.
 */
export function lessonBeats(person: number) {
  const sittingKey = `sitting.${person}`;
  const beatsKey = `beats.${person}`;

  function kept(): Beat[] {
    const oldest = beatTime() - KEPT_MS;
    const all = read<unknown>(beatsKey, []);
    return Array.isArray(all) ? (all as Beat[]).filter(beat => beat.at > oldest) : [];
  }
  function store(beats: Beat[]): void {
    remember(beatsKey, beats.length ? JSON.stringify(beats.slice(-MOST_KEPT)) : null);
  }

  /** Numbers a beat of the present sitting and keeps it. */
  function add(lessonId: number, measure: BeatMeasure, film: Beat['film']): Beat {
    const now = beatTime();
    const before = read<Sitting | null>(sittingKey, null);
    const isOver = !before || typeof before.id !== 'string' || Math.abs(now - before.at) > SITTING_MS;
    const sitting = isOver ? { id: newKey(), sequence: 1, at: now } : { ...before, sequence: before.sequence + 1, at: now };
    remember(sittingKey, JSON.stringify(sitting));
    const beat: Beat = { lesson_id: lessonId, client_id: sitting.id, sequence: sitting.sequence, at: now, ...measure, film };
    store([...kept(), { ...beat, film: { ...film, ...(film.watched ? { watched: film.watched.slice(-KEPT_STRETCHES) } : {}) } }]);
    return beat;
  }
  // The server writes the name of a sitting with dashes.
  const isSame = (one: { client_id: string; sequence: number | null }, other: Beat) => one.client_id.replaceAll('-', '') === other.client_id && one.sequence === other.sequence;

  /** The server has them, or never wants them. */
  function drop(done: readonly { client_id: string; sequence: number | null }[]): void {
    store(kept().filter(beat => !done.some(one => isSame(one, beat))));
  }
  return { add, kept, drop };
}

const seconds = (ms: number) => Math.max(0, Math.min(86_400, Math.round(ms / 1000)));

/** The beat as the server takes it: how long ago it was, not when, for the clock of the device may be wrong. */
export function beatBody(beat: Beat): Schemas['LateBeatRequest'] {
  const { client_id, sequence, focus_seconds, idle_seconds, interactions } = beat;
  return {
    lesson_id: beat.lesson_id,
    seconds: beat.seconds,
    ...beat.film,
    session: { client_id, sequence, focus_seconds, idle_seconds, interactions, age_seconds: seconds(beatTime() - beat.at) },
  };
}

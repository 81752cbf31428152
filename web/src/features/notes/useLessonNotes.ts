import { onScopeDispose, ref, shallowRef } from 'vue';
import { newKey, Problem } from '../../core/api';
import { notesApi } from './api';
import { Outbox, type Entry, type OutboxEvents } from './outbox';
import type { Bookmark, Note, NoteValues } from './types';

/** Typing rests so long before it is sent; on the device it is at once. */
const REST_MS = 800;
const AGAIN_MS = 20_000;
const NOTHING: NoteValues = { body: '', quote: '', anchor: null, at_seconds: null, color: 'yellow' };

export function newUuid(): string {
  return newKey().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Sends what waits on this device, now, when typing rests and when the connection is back. */
function useOutbox(userId: number, events: OutboxEvents) {
  const outbox = new Outbox(userId, notesApi, events, newUuid);
  const state = ref<'saved' | 'saving' | 'offline'>('saved');
  const refused = shallowRef<Record<string, string>>({});
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (!Object.keys(outbox.entries()).length)
      return;
    state.value = 'saving';
    const isAll = await outbox.flush();
    const left = Object.entries(outbox.entries());
    refused.value = Object.fromEntries(left.flatMap(([uuid, entry]) => entry.refused ? [[uuid, entry.refused]] : []));
    state.value = isAll || left.every(([, entry]) => entry.refused) ? 'saved' : 'offline';
    if (state.value === 'offline')
      timer = setTimeout(() => void flush(), AGAIN_MS);
  }
  function flushSoon(): void {
    clearTimeout(timer);
    state.value = 'saving';
    timer = setTimeout(() => void flush(), REST_MS);
  }
  const onOnline = () => void flush();
  window.addEventListener('online', onOnline);
  onScopeDispose(() => {
    window.removeEventListener('online', onOnline);
    clearTimeout(timer);
    void outbox.flush();
  });
  return { outbox, state, refused, flush, flushSoon };
}

function useBookmarks(lessonId: number) {
  const bookmarks = shallowRef<Bookmark[]>([]);

  /** Sets the bookmark or takes it away. Answers whether it is there now. */
  async function toggleBookmark(place: Partial<Pick<Bookmark, 'block' | 'at_seconds' | 'label'>>): Promise<boolean> {
    const known = bookmarks.value.find(item => item.block === (place.block ?? '') && item.at_seconds === (place.at_seconds ?? 0));
    if (known) {
      await notesApi.dropBookmark(known.uuid);
      bookmarks.value = bookmarks.value.filter(item => item !== known);
      return false;
    }
    bookmarks.value = [...bookmarks.value, await notesApi.bookmark(lessonId, place)];
    return true;
  }
  return { bookmarks, toggleBookmark };
}

/** The learner's notes and bookmarks of one lesson, with what waits on this device. */
export function useLessonNotes(lessonId: number, userId: number) {
  const notes = shallowRef<Note[]>([]);
  const isLoaded = ref(false);
  const { bookmarks, toggleBookmark } = useBookmarks(lessonId);
  const { outbox, state, refused, flush, flushSoon } = useOutbox(userId, {
    saved: note => replace(note.uuid, mine => ({ ...mine, row_version: note.row_version })),
    parted: () => void load(),
  });

  function replace(uuid: string, change: (note: Note) => Note): void {
    notes.value = notes.value.map(note => note.uuid === uuid ? change(note) : note);
  }
  async function load(): Promise<void> {
    const before = new Set(notes.value.map(note => note.uuid));
    const answer = await asked(lessonId);
    bookmarks.value = answer?.bookmarks ?? bookmarks.value;
    const known = answer ? withOwn(answer.notes, notes.value, before) : notes.value;
    notes.value = withWaiting(known, outbox.entries(), lessonId);
    isLoaded.value = true;
  }

  function add(values: Partial<NoteValues>): Note {
    const note = newNote(newUuid(), values);
    notes.value = [...notes.value, note];
    if (note.body.trim() || note.quote) {
      outbox.put(note.uuid, lessonId, 0, values);
      void flush();
    }
    return note;
  }
  function change(uuid: string, values: Partial<NoteValues>): void {
    const note = notes.value.find(item => item.uuid === uuid);
    if (!note)
      return;
    const next = { ...note, ...values };
    replace(uuid, () => next);
    // A note without a word is none yet.
    if (!next.body.trim() && !next.quote)
      return;
    const isUnsent = note.row_version === 0 && !outbox.entries()[uuid];
    outbox.put(uuid, lessonId, note.row_version, isUnsent ? wordsOf(next) : values);
    flushSoon();
  }
  /** Takes a note away; what is answered brings it back. */
  function remove(uuid: string): () => Promise<void> {
    const note = notes.value.find(item => item.uuid === uuid);
    notes.value = notes.value.filter(item => item.uuid !== uuid);
    if (note && outbox.delete(uuid, lessonId, note.row_version))
      void flush();
    return async () => note && bringBack(note);
  }
  async function bringBack(note: Note): Promise<void> {
    await flush();
    const isWaiting = outbox.entries()[note.uuid]?.isDeleted;
    if (note.row_version === 0)
      return void add(wordsOf(note));
    outbox.forget(note.uuid);
    const row_version = isWaiting ? note.row_version : (await notesApi.restore(note.uuid)).row_version;
    notes.value = [...notes.value, { ...note, row_version }];
  }

  void load().then(flush);
  return { notes, bookmarks, isLoaded, state, refused, add, change, remove, toggleBookmark };
}

/** What the server keeps; null without a connection: then there is what waits on this device. */
async function asked(lessonId: number): Promise<{ notes: Note[]; bookmarks: Bookmark[] } | null> {
  try {
    const { notes, bookmarks } = await notesApi.ofLesson(lessonId);
    return { notes: notes.map(note => ({ ...note, anchor: note.anchor ?? null })), bookmarks };
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error;
    return null;
  }
}

function newNote(uuid: string, values: Partial<NoteValues>): Note {
  return { ...NOTHING, ...values, uuid, row_version: 0, created_at: new Date().toISOString() };
}

function wordsOf({ body, quote, anchor, at_seconds, color }: Note): NoteValues {
  return { body, quote, anchor, at_seconds, color };
}

/**
 * The server's notes with those made here that it may not know: one begun while the answer was on its way, or without a
 * word yet. `before` are the notes there were when the server was asked.
 */
export function withOwn(answered: readonly Note[], own: readonly Note[], before: ReadonlySet<string>): Note[] {
  const known = new Set(answered.map(note => note.uuid));
  return [...answered, ...own.filter(note => !known.has(note.uuid) && (note.row_version === 0 || !before.has(note.uuid)))];
}

/** The server's notes with what this device knows better. */
export function withWaiting(notes: readonly Note[], entries: Record<string, Entry>, lessonId: number): Note[] {
  const known = new Set(notes.map(note => note.uuid));
  const changed = notes.filter(note => !entries[note.uuid]?.isDeleted).map(note => ({ ...note, ...entries[note.uuid]?.values }));
  const added = Object.entries(entries)
    .filter(([uuid, entry]) => entry.lessonId === lessonId && entry.isNew && !known.has(uuid))
    .map(([uuid, entry]) => newNote(uuid, entry.values));
  return [...changed, ...added];
}

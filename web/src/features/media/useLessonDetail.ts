import { onScopeDispose, ref, shallowRef, type Ref } from 'vue';
import { Problem } from '../../core/api';
import { mediaApi } from './api';
import type { EditorState, LessonView } from './types';

const PAUSE_MS = 800;

interface Options<D extends object> {
  lesson: () => LessonView;
  /** What the editor has now, as the server takes it. */
  read: () => D;
  /** The part of a lesson that this editor writes, in the server's words: tells whether somebody else changed it. */
  part: (lesson: LessonView) => unknown;
  onState: (state: EditorState) => void;
  onSaved: () => void;
}

/**
 * Saves the content of a lesson a moment after the last change. Where the lesson moved on meanwhile but not this part
 * of it, the save is repeated; where another author changed the same, the state is `conflict` and nothing is lost.
 */
export function useLessonDetail<D extends object>({ lesson, read, part, onState, onSaved }: Options<D>) {
  const problem = shallowRef<Problem | null>(null);
  const version = ref(lesson().row_version);
  let base = JSON.stringify(part(lesson()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDirty = false;
  let running: Promise<void> | null = null;

  function touch(): void {
    isDirty = true;
    onState('unsaved');
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSE_MS);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    await running;
    if (!isDirty)
      return;
    isDirty = false;
    running = save();
    await running;
    running = null;
  }

  async function save(isRepeated = false): Promise<void> {
    onState('saving');
    problem.value = null;
    try {
      const answer = await mediaApi.saveDetail(lesson().id, version.value, read());
      version.value = answer.row_version;
      base = JSON.stringify(part(await mediaApi.lesson(lesson().id)));
      onState(isDirty ? 'unsaved' : 'saved');
      onSaved();
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (error.status === 412 && !isRepeated && await isOnlyElsewhere())
        return save(true);
      isDirty = true;
      problem.value = error;
      onState(error.status === 412 ? 'conflict' : error.isOffline ? 'offline' : 'unsaved');
    }
  }

  async function isOnlyElsewhere(): Promise<boolean> {
    const now = await mediaApi.lesson(lesson().id);
    version.value = now.row_version;
    return JSON.stringify(part(now)) === base;
  }

  /** Throws what is here away and takes what the server has. */
  function accept(now: LessonView): void {
    isDirty = false;
    clearTimeout(timer);
    version.value = now.row_version;
    base = JSON.stringify(part(now));
    problem.value = null;
    onState('saved');
  }

  onScopeDispose(() => void flush());
  return { touch, flush, accept, problem: problem as Readonly<Ref<Problem | null>> };
}

import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue';
import { http, Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { useShortcuts } from '../../core/shortcuts';
import { recall } from '../../core/storage';
import { fetchPlayerPartSoon } from './playerPart';
import type { Bookmark, ServerNote } from './types';

export type NotesAct = 'mark' | 'write' | 'bookmark';

/**
 * When the player needs notes at all: once there are some on the lesson or on this device, words are selected or a key
 * asks. Until then nothing of them is loaded, for most lessons are only read.
 */
export function usePlayerNotes(lessonId: () => number | null, userId: () => number | null, root: () => HTMLElement | null) {
  const { t } = useI18n();
  const isWanted = ref(false);
  const isOpen = ref(false);
  /** What a key asked for, until it is done. */
  const asked = shallowRef<NotesAct | null>(null);
  let callOff: (() => void) | undefined;

  async function look(id: number, user: number): Promise<void> {
    isWanted.value ||= recall(`notes-outbox.${user}`) !== null;
    try {
      // Not by the feature's own api: what the player imports of it must stay small.
      const found = await http.get<{ notes: ServerNote[]; bookmarks: Bookmark[] }>(`/api/v1/lessons/${id}/notes`);
      if (id === lessonId() && (found.notes.length || found.bookmarks.length))
        isWanted.value = true;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
    }
  }
  watch([lessonId, userId], ([id, user], [idBefore]) => {
    // Who is signed in may be known after the lesson: what a key has asked for by then stays asked.
    if (id !== idBefore) {
      isOpen.value = false;
      asked.value = null;
      isWanted.value = false;
    }
    if (id !== null && user !== null) {
      void look(id, user);
      callOff ??= fetchPlayerPartSoon();
    }
  }, { immediate: true });
  onBeforeUnmount(() => callOff?.());
  watch(isOpen, (isOn) => { isWanted.value ||= isOn; });

  function ask(act: NotesAct): void {
    isWanted.value = true;
    asked.value = act;
  }
  function onSelection(): void {
    const selection = getSelection();
    if (userId() !== null && selection?.rangeCount && !selection.isCollapsed && root()?.contains(selection.anchorNode))
      isWanted.value = true;
  }
  onMounted(() => document.addEventListener('selectionchange', onSelection));
  onBeforeUnmount(() => document.removeEventListener('selectionchange', onSelection));
  useShortcuts([
    { keys: 'h', label: () => t('learning.keys.mark'), run: () => ask('mark') },
    { keys: 'w', label: () => t('learning.keys.write'), run: () => ask('write') },
    { keys: 'b', label: () => t('learning.keys.bookmark'), run: () => ask('bookmark') },
    { keys: 'a', label: () => t('learning.keys.notes'), run: () => { isOpen.value = userId() !== null && !isOpen.value; } },
  ]);
  return { isWanted, isOpen, asked };
}

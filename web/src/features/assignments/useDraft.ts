import { computed, onScopeDispose, ref, watch } from 'vue';
import { Problem } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { assignmentsApi } from './api';
import type { Submission } from './types';

export type DraftState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'conflict' | 'failed';
interface Kept { text: string; url: string; version: number }

const PAUSE_MS = 1200;
const RETRY_MS = 10_000;

function readKept(key: string): Kept | null {
  const text = recall(key);
  return text ? JSON.parse(text) as Kept : null;
}

/**
 * What a learner writes. Every letter is on this device at once and on the server after a pause; without a connection
 * it stays here and goes as soon as there is one. `owner` keeps people who share a device apart.
 */
export function useDraft(assignmentId: number, owner: number, draft: Submission | null) {
  const key = `assignment-draft.${owner}.${assignmentId}`;
  const kept = readKept(key);
  const text = ref(draft?.text ?? '');
  const url = ref(draft?.url ?? '');
  const version = ref(draft?.row_version ?? 0);
  const problem = ref<Problem | null>(null);
  const state = ref<DraftState>('saved');
  const theirs = ref<Kept | null>(null);
  let sent = { text: text.value, url: url.value };
  let running: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isDirty = (): boolean => text.value !== sent.text || url.value !== sent.url;

  if (kept && (kept.text !== text.value || kept.url !== url.value)) {
    // What this device kept is newer, unless the server's was changed elsewhere meanwhile.
    const isBehind = kept.version !== version.value;
    theirs.value = isBehind ? { ...sent, version: version.value } : null;
    text.value = kept.text;
    url.value = kept.url;
    state.value = isBehind ? 'conflict' : 'unsaved';
    if (!isBehind)
      later(0);
  }

  function keep(): void {
    remember(key, isDirty() ? JSON.stringify({ text: text.value, url: url.value, version: version.value }) : null);
  }
  function later(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  }
  async function send(): Promise<void> {
    const going = { text: text.value, url: url.value };
    state.value = 'saving';
    try {
      const saved = await assignmentsApi.save(assignmentId, { ...going, base_version: version.value });
      version.value = saved.row_version;
      sent = going;
      problem.value = null;
      state.value = isDirty() ? 'unsaved' : 'saved';
      keep();
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
      state.value = error.isOffline ? 'offline' : error.code === 'stale-version' ? 'conflict' : 'failed';
      if (error.isOffline)
        later(RETRY_MS);
      if (state.value === 'conflict')
        await look();
    }
  }
  /** What stands on the server, after somebody (another tab) saved there. */
  async function look(): Promise<void> {
    const work = await assignmentsApi.work(assignmentId, '').catch(() => null);
    if (work?.draft)
      theirs.value = { text: work.draft.text, url: work.draft.url, version: work.draft.row_version };
  }
  /** Saves what is not saved yet; one request at a time. */
  async function save(): Promise<void> {
    clearTimeout(timer);
    while (running)
      await running;
    if (!isDirty() || state.value === 'conflict')
      return;
    running = send();
    await running;
    running = null;
  }
  function keepMine(): void {
    version.value = theirs.value?.version ?? version.value;
    theirs.value = null;
    state.value = 'unsaved';
    void save();
  }
  function takeTheirs(): void {
    if (!theirs.value)
      return;
    sent = { text: theirs.value.text, url: theirs.value.url };
    ({ text: text.value, url: url.value } = sent);
    version.value = theirs.value.version;
    theirs.value = null;
    problem.value = null;
    state.value = 'saved';
    keep();
  }
  /** A file came or went: the draft has another version now. */
  function follow(saved: Submission): void {
    version.value = saved.row_version;
  }
  function forget(): void {
    clearTimeout(timer);
    remember(key, null);
  }

  watch([text, url], () => {
    keep();
    if (state.value === 'conflict' || !isDirty())
      return;
    state.value = state.value === 'offline' ? 'offline' : 'unsaved';
    later(PAUSE_MS);
  });
  const onOnline = (): void => void save();
  const onHide = (): void => void save();
  window.addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onHide);
  onScopeDispose(() => {
    void save();
    window.removeEventListener('online', onOnline);
    document.removeEventListener('visibilitychange', onHide);
  });

  const words = computed(() => text.value.trim() ? text.value.trim().split(/\s+/u).length : 0);
  return { text, url, state, problem, theirs, words, save, keepMine, takeTheirs, follow, forget };
}

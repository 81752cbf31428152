import { computed, ref, watch } from 'vue';
import { http, Problem, useAction, type Schemas } from '../../core/api';
import { recall, remember } from '../../core/storage';
import type { BlockDocumentData } from '../../ui/blocks';

type Sent = Schemas['AssignmentForAuthors'];
export type AssignmentDraft = Omit<Sent, 'brief'> & { brief: BlockDocumentData };

function written(of: AssignmentDraft): string {
  return JSON.stringify({ ...of, id: null, row_version: 0, submission_count: 0 });
}

/** An assignment that is being written. It is saved as a whole; what is not saved survives a crash on this device. */
export function useAssignmentDraft(lessonId: number) {
  const address = `/api/v1/lessons/${lessonId}/assignment`;
  const backup = `assignment-edit.${lessonId}`;
  const draft = ref<AssignmentDraft | null>(null);
  const saved = ref('');
  const isDirty = computed(() => draft.value !== null && written(draft.value) !== saved.value);

  function take(sent: Sent): void {
    draft.value = { ...sent, brief: sent.brief as unknown as BlockDocumentData };
    saved.value = written(draft.value);
  }
  const loading = useAction(async () => {
    const sent = await http.get<Sent>(address);
    take(sent);
    const text = recall(backup);
    const kept = text ? JSON.parse(text) as AssignmentDraft : null;
    if (kept && kept.row_version === sent.row_version)
      draft.value = kept;
  });
  const saving = useAction(async () => {
    if (!draft.value)
      return;
    take(await http.put<Sent>(address, draft.value, { headers: { 'If-Match': `"${draft.value.row_version}"` } }));
    remember(backup, null);
  });
  watch(draft, next => next && remember(backup, isDirty.value ? JSON.stringify(next) : null), { deep: true });
  const isStale = computed(() => saving.problem.value instanceof Problem && saving.problem.value.code === 'stale-version');

  /** Somebody else saved meanwhile: what stands here is saved over it. */
  async function overwrite(): Promise<void> {
    const theirs = await http.get<Sent>(address);
    if (draft.value)
      draft.value.row_version = theirs.row_version;
    await saving.run();
  }
  return { draft, isDirty, loading, saving, isStale, overwrite };
}

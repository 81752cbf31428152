import { computed, reactive, ref, shallowRef, watch } from 'vue';
import { useAction } from '../../core/api';
import { recall, remember } from '../../core/storage';
import { studioApi } from './api';
import type { Definition, Draft } from './types';

const EMPTY: Draft = { name: '', description: '', statement: '', chart: null };

function draftOf({ name, description, statement, chart }: Draft): Draft {
  return { name, description, statement, chart: chart && { kind: chart.kind, label: chart.label, values: [...chart.values] } };
}

/** What was kept on this device, if it is a draft. */
function keptDraft(key: string): Draft | null {
  try {
    const found: unknown = JSON.parse(recall(key) ?? 'null');
    const isDraft = found && typeof found === 'object' && 'statement' in found && typeof found.statement === 'string';
    return isDraft ? draftOf({ ...EMPTY, ...found as Draft }) : null;
  }
  catch {
    return null;
  }
}

/** A report in writing. What is typed is kept on this device until it is saved; saving names the version that was read. */
export function useStudioDraft(uuid: string) {
  const key = `report-studio.${uuid || 'new'}`;
  const draft = reactive<Draft>(draftOf(EMPTY));
  const definition = shallowRef<Definition | null>(null);
  const saved = ref(JSON.stringify(draftOf(EMPTY)));
  const isRestored = ref(false);
  const isDirty = computed(() => JSON.stringify(draftOf(draft)) !== saved.value);

  function take(found: Definition): void {
    definition.value = found;
    saved.value = JSON.stringify(draftOf(found));
  }

  const loading = useAction(async () => {
    const found = uuid ? await studioApi.one(uuid) : null;
    if (found) {
      take(found);
      Object.assign(draft, draftOf(found));
    }
    const kept = keptDraft(key);
    if (kept && JSON.stringify(kept) !== saved.value) {
      Object.assign(draft, kept);
      isRestored.value = true;
    }
  });

  const saving = useAction(async () => {
    const sent = draftOf(draft);
    const found = definition.value
      ? await studioApi.change(definition.value.uuid, definition.value.row_version, sent)
      : await studioApi.create(sent);
    take(found);
    isRestored.value = false;
    remember(key, null);
    return found;
  });

  watch(draft, () => remember(key, isDirty.value ? JSON.stringify(draftOf(draft)) : null), { deep: true });

  /** Back to what is saved. */
  function reset(): void {
    Object.assign(draft, draftOf(definition.value ?? EMPTY));
    isRestored.value = false;
    remember(key, null);
  }

  /** Somebody else saved meanwhile: theirs counts as the base, and what stands here is saved over it. */
  async function overwrite(): Promise<boolean> {
    if (!definition.value)
      return false;
    definition.value = await studioApi.one(definition.value.uuid);
    return saving.run();
  }

  const isStale = computed(() => saving.problem.value?.code === 'stale-version');
  return { draft, definition, isDirty, isRestored, isStale, loading, saving, reset, overwrite };
}

import { useQueryCache } from '@pinia/colada';
import { computed, reactive, watch, type Ref } from 'vue';
import { askAgain, useAction } from '../../core/api';
import { rolesApi } from './rolesApi';
import type { Role } from './roleTypes';

/** The draft of one role: what is changed, whether anything is, and how it is saved. */
export function useRoleEditor(role: Ref<Role | undefined>, onSaved: (role: Role) => void) {
  const cache = useQueryCache();
  const draft = reactive({ name: '', description: '', permissions: new Set<string>() });

  function reset(): void {
    draft.name = role.value?.name ?? '';
    draft.description = role.value?.description ?? '';
    draft.permissions = new Set(role.value?.permissions);
  }

  const changedTexts = computed(() => role.value !== undefined && (draft.name.trim() !== role.value.name || draft.description.trim() !== role.value.description));
  const added = computed(() => [...draft.permissions].filter(code => !role.value?.permissions.includes(code)));
  const removed = computed(() => role.value?.permissions.filter(code => !draft.permissions.has(code)) ?? []);
  const isDirty = computed(() => changedTexts.value || added.value.length + removed.value.length > 0);

  function toggle(code: string, isOn: boolean): void {
    if (isOn)
      draft.permissions.add(code);
    else
      draft.permissions.delete(code);
  }

  const save = useAction(async () => {
    let saved = role.value!;
    if (changedTexts.value)
      saved = await rolesApi.rename(saved, draft.name.trim(), draft.description.trim());
    if (added.value.length + removed.value.length > 0)
      saved = await rolesApi.setPermissions(saved, [...draft.permissions]);
    await askAgain(cache, { key: [`/api/v1/roles/${saved.id}`] });
    onSaved(saved);
  });

  watch(role, (next, before) => {
    // A list loaded again in the background must not wipe out what is being written.
    if (next?.id !== before?.id || next?.row_version !== before?.row_version)
      reset();
  }, { immediate: true });

  return { draft, added, removed, isDirty, toggle, reset, save };
}

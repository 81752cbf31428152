import { toValue, type MaybeRefOrGetter, type Ref } from 'vue';
import { Problem } from '../../core/api';
import { useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { lifecycleApi, type Duty, type Team } from './api';

/** The acts on a team. Each is true when it succeeded; else `failed` says why, and the list is read anew. */
export function useTeam(slug: MaybeRefOrGetter<string>, team: Readonly<Ref<Team | undefined>>, refresh: () => unknown, failed: Ref<Problem | null>) {
  const { t } = useI18n();

  async function act(run: (slug: string) => Promise<unknown>): Promise<boolean> {
    failed.value = null;
    let isDone = true;
    try {
      await run(toValue(slug));
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      failed.value = error;
      isDone = false;
    }
    await refresh();
    return isDone;
  }

  async function move(index: number, by: -1 | 1): Promise<void> {
    const ids = team.value?.members.map(member => member.person.id) ?? [];
    [ids[index], ids[index + by]] = [ids[index + by]!, ids[index]!];
    await act(course => lifecycleApi.order(course, ids));
  }

  async function handOver(toId: number): Promise<void> {
    const members = team.value?.members ?? [];
    const from = members.find(member => member.is_self && member.duty === 'owner') ?? members.find(member => member.duty === 'owner');
    const to = members.find(member => member.person.id === toId);
    if (!from || !to || !await act(course => lifecycleApi.handOver(course, from.person.id, toId)))
      return;
    showToast(t('lifecycle.team.handed_over', { name: to.person.display_name }), { tone: 'success' });
  }

  return {
    add: (userId: number, duty: Duty) => act(course => lifecycleApi.add(course, userId, duty)),
    change: (userId: number, values: { duty?: Duty; is_public?: boolean }) => act(course => lifecycleApi.change(course, userId, values)),
    remove: (userId: number) => act(course => lifecycleApi.remove(course, userId)),
    takeBack: (id: number) => act(course => lifecycleApi.takeBack(course, id)),
    move,
    handOver,
  };
}

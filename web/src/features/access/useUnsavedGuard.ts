import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { onBeforeRouteLeave, onBeforeRouteUpdate, useRouter, type RouteLocationRaw } from 'vue-router';

/** Asks before changes that are not saved are lost: within the app by a dialog, else by the browser. */
export function useUnsavedGuard(isDirty: Readonly<Ref<boolean>>) {
  const router = useRouter();
  const isAsking = ref(false);
  let target: RouteLocationRaw | null = null;
  let isLeaving = false;

  function hold(to: { fullPath: string }): boolean {
    if (!isDirty.value || isLeaving)
      return true;
    target = to.fullPath;
    isAsking.value = true;
    return false;
  }

  onBeforeRouteLeave(to => hold(to));
  onBeforeRouteUpdate((to, from) => to.path === from.path ? true : hold(to));

  function leave(): void {
    isLeaving = true;
    isAsking.value = false;
    if (target)
      void router.push(target).finally(() => isLeaving = false);
  }

  function warn(event: BeforeUnloadEvent): void {
    event.preventDefault();
  }

  watch(isDirty, (next) => {
    if (next)
      window.addEventListener('beforeunload', warn);
    else
      window.removeEventListener('beforeunload', warn);
  });
  onScopeDispose(() => window.removeEventListener('beforeunload', warn));

  return { isAsking, leave };
}

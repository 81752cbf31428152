import { computed, onBeforeUnmount, ref, toValue, watch, type MaybeRefOrGetter } from 'vue';

/** Seconds until `dueAt`, by the server's clock; null without a limit. Calls `onEnd` once. */
export function useCountdown(dueAt: MaybeRefOrGetter<string | null>, serverTime: MaybeRefOrGetter<string>, onEnd: () => void) {
  const now = ref(Date.now());
  const skew = computed(() => Date.parse(toValue(serverTime)) - startedAt.value);
  const startedAt = ref(Date.now());
  let hasEnded = false;
  watch(() => toValue(serverTime), () => { startedAt.value = Date.now(); });
  const left = computed(() => {
    const due = toValue(dueAt);
    return due === null ? null : Math.max(0, Math.ceil((Date.parse(due) - (now.value + skew.value)) / 1000));
  });
  const timer = setInterval(() => {
    now.value = Date.now();
    if (left.value === 0 && !hasEnded) {
      hasEnded = true;
      onEnd();
    }
  }, 1000);
  onBeforeUnmount(() => clearInterval(timer));
  return { left };
}

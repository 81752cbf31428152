import { computed, type ComputedRef } from 'vue';
import { loadSite, useSite } from './useSite';
import { useSessionStore } from './useSessionStore';

/** Whether the switchable feature is on for whoever is here; undefined while nobody knows. */
function knownState(key: string): boolean | undefined {
  const session = useSessionStore();
  const { site } = useSite();
  const features = session.me ? session.me.features : session.isLoaded ? site.value?.features : undefined;
  return features?.includes(key);
}

/** Whether a feature behind a flag is on for whoever is here. `whileUnknown` is shown before the server has said. */
export function useFlag(key: string, whileUnknown = false): ComputedRef<boolean> {
  return computed(() => knownState(key) ?? whileUnknown);
}

/** The same for a guard, which can wait. What cannot be learned is let through: the server refuses what is off. */
export async function isFlagOn(key: string): Promise<boolean> {
  if (!await useSessionStore().load())
    await loadSite();
  return knownState(key) ?? true;
}

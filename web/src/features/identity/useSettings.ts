import { computed, ref, shallowRef } from 'vue';
import { Problem } from '../../core/api';
import { useSessionStore, type Settings } from '../../core/auth';
import { identityApi } from './api';

const DEFAULTS: Settings = {
  theme: 'system',
  language: 'en',
  time_zone: 'UTC',
  is_voice_reader_on: false,
  is_motion_reduced: false,
  is_reading_font_on: false,
  is_data_saver_on: false,
  is_session_detail_on: true,
  text_size: 'normal',
};

/** The signed-in person's settings. A change holds at once and is stored behind the scenes; a refused one is taken back. */
export function useSettings() {
  const session = useSessionStore();
  const pending = ref(0);
  const wasSaved = ref(false);
  const problem = shallowRef<Problem | null>(null);

  const settings = computed<Settings>(() => ({ ...DEFAULTS, ...session.me?.settings }));
  const state = computed(() => pending.value > 0 ? 'saving' : problem.value ? 'failed' : wasSaved.value ? 'saved' : 'idle');

  async function change(changes: Partial<Settings>): Promise<void> {
    if (!session.me)
      return;
    const before = settings.value;
    pending.value++;
    problem.value = null;
    try {
      await session.accept({ ...session.me, settings: { ...before, ...changes } });
      await identityApi.saveSettings(changes);
      wasSaved.value = true;
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      problem.value = error;
      const undone = Object.fromEntries(Object.keys(changes).map(key => [key, before[key as keyof Settings]]));
      // The session may have ended meanwhile: then there is nobody to take it back from.
      if (session.me)
        await session.accept({ ...session.me, settings: { ...settings.value, ...undone } });
    }
    finally {
      pending.value--;
    }
  }

  /** A writable view of one setting for `v-model`. */
  function field<K extends keyof Settings>(key: K) {
    return computed<Settings[K]>({
      get: () => settings.value[key],
      set: value => void change({ [key]: value }),
    });
  }

  return { settings, state, problem, change, field };
}

import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { http, Problem } from '../api';
import { setLocale, setTimeZone } from '../i18n';
import { setDataSaver } from '../dataSaver';
import { setReadingFont, setReducedMotion, setTextSize, useTheme } from '../theme';
import type { Me, Settings } from './types';

/** Who is signed in. Loaded once per page; guards await `load()`. */
export const useSessionStore = defineStore('session', () => {
  const me = shallowRef<Me | null>(null);
  const isLoaded = ref(false);
  const problem = shallowRef<Problem | null>(null);
  let loading: Promise<Me | null> | null = null;
  let turns = 0;

  const isSignedIn = computed(() => me.value !== null);

  /** Resolves to who is signed in, or null. Asks the server once, again with `force`. */
  function load(force = false): Promise<Me | null> {
    if (!loading || force)
      loading = fetchMe();
    return loading;
  }

  async function fetchMe(): Promise<Me | null> {
    const turn = ++turns;
    problem.value = null;
    let found: Me | null = null;
    let failure: Problem | null = null;
    try {
      found = await http.get<Me>('/api/v1/me');
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      failure = error;
    }
    // Asked again meanwhile, as after signing in: the later answer counts, in whatever order they come.
    if (turn !== turns)
      return loading ?? me.value;
    if (found)
      await accept(found);
    else
      me.value = null;
    // Signed out is an answer. Anything else is not known yet: ask again next time.
    if (failure && failure.status !== 401) {
      problem.value = failure;
      loading = null;
    }
    isLoaded.value = true;
    return me.value;
  }

  async function accept(next: Me): Promise<void> {
    me.value = next;
    await applySettings(next.settings);
  }

  function forget(): void {
    turns++;
    me.value = null;
    loading = Promise.resolve(null);
  }

  /** Their organization wants a second factor of them, and the days to set it up are over. */
  const mustSetUpSecondFactor = computed(() => {
    const factor = me.value?.second_factor;
    return !!factor?.due_at && !factor.is_set && new Date(factor.due_at) <= new Date();
  });

  /** Has the signed-in person this permission (`app:resource:action`) anywhere? The server decides for each object. */
  function can(permission: string): boolean {
    return me.value !== null && (me.value.permissions.includes(permission) || me.value.unit_permissions?.includes(permission) === true);
  }

  function hasRole(...roles: string[]): boolean {
    return me.value?.roles.some(role => roles.includes(role)) ?? false;
  }

  /** Whether the area of people, organization, access and trust has anything for the person. */
  const canManage = computed(() => ['identity:person:read', 'identity:organization:manage', 'identity:role:read', 'audit:event:read', 'privacy:request:manage', 'courses:course:review'].some(can));

  return { me, isLoaded, isSignedIn, problem, load, accept, forget, can, canManage, hasRole, mustSetUpSecondFactor };
});

async function applySettings(settings: Settings | undefined): Promise<void> {
  if (!settings)
    return;
  const { setTheme } = useTheme();
  setTheme(settings.theme);
  setTextSize(settings.text_size);
  setReducedMotion(settings.is_motion_reduced);
  setReadingFont(settings.is_reading_font_on === true);
  setDataSaver(settings.is_data_saver_on === true);
  setTimeZone(settings.time_zone);
  if (settings.language)
    await setLocale(settings.language);
}

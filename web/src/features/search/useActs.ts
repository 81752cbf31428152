import { computed } from 'vue';
import { useRouter } from 'vue-router';
import { http, Problem, type Schemas } from '../../core/api';
import { signOut, useSessionStore, type Settings } from '../../core/auth';
import { isDataSaverOn, setDataSaver } from '../../core/dataSaver';
import { languages, setLocale, useI18n } from '../../core/i18n';
import { showToast } from '../../core/toasts';
import { useTheme, type Theme } from '../../core/theme';

export interface Act { key: string; title: string; icon: string; run: () => void | Promise<void> }

const THEME_ICONS: Record<Theme, string> = { light: 'i-lucide-sun', dark: 'i-lucide-moon', system: 'i-lucide-monitor' };

/** Looks, language and weight of the site: theirs on this device, and kept for who is signed in. */
function useSettingActs() {
  const session = useSessionStore();
  const { t, locale } = useI18n();
  const { theme, setTheme } = useTheme();

  /** Holds on this device at once; who is signed in finds it on others, too. */
  async function keep(settings: Partial<Settings>): Promise<void> {
    const { me } = session;
    if (!me)
      return;
    try {
      await session.accept({ ...me, settings: { ...me.settings, ...settings } });
      await http.patch('/api/v1/me/settings', settings);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
    }
  }

  const looks = computed<Act[]>(() => (['light', 'dark', 'system'] as const).filter(name => name !== theme.value).map(name => ({
    key: `theme-${name}`,
    title: t(`search.acts.theme_${name}`),
    icon: THEME_ICONS[name],
    run: () => {
      setTheme(name);
      return keep({ theme: name });
    },
  })));

  const saver = computed<Act>(() => {
    const isOn = isDataSaverOn.value;
    return {
      key: 'data-saver',
      title: t(isOn ? 'search.acts.saver_off' : 'search.acts.saver_on'),
      icon: 'i-lucide-gauge',
      run: () => {
        setDataSaver(!isOn);
        return keep({ is_data_saver_on: !isOn });
      },
    };
  });

  const tongues = computed<Act[]>(() => languages.filter(language => language.code !== locale.value).map(language => ({
    key: `language-${language.code}`,
    title: t('search.acts.language', { name: language.label }),
    icon: 'i-lucide-languages',
    run: async () => {
      await setLocale(language.code);
      await keep({ language: language.code });
    },
  })));

  return computed<Act[]>(() => [...looks.value, saver.value, ...tongues.value]);
}

/** What can be done from anywhere, by what the person may do. */
export function useActs() {
  const router = useRouter();
  const session = useSessionStore();
  const { t } = useI18n();
  const settings = useSettingActs();

  const go = (to: string) => () => void router.push(to);

  async function goOn(): Promise<void> {
    const { resume } = await http.get<Schemas['MyLearning']>('/api/v1/my/learning');
    const course = resume?.course as { slug: string } | undefined;
    const lesson = resume?.next_lesson as { id: number } | null | undefined;
    await router.push(course ? `/learn/${course.slug}${lesson ? `/${lesson.id}` : ''}` : '/my-learning');
  }

  async function leave(): Promise<void> {
    if (!await signOut())
      showToast(t('nav.sign_out_failed'), { tone: 'error' });
  }

  const work = computed<Act[]>(() => [
    { key: 'go-on', title: t('search.acts.go_on'), icon: 'i-lucide-play', run: goOn, isOpen: session.isSignedIn },
    { key: 'new-course', title: t('search.acts.new_course'), icon: 'i-lucide-plus', run: go('/teach?new=course'), isOpen: session.can('courses:course:create') },
    { key: 'import-course', title: t('search.acts.import_course'), icon: 'i-lucide-package-plus', run: go('/teach/import'), isOpen: session.can('integrations:import:run') },
    { key: 'import-people', title: t('search.acts.import_people'), icon: 'i-lucide-upload', run: go('/manage/people-imports'), isOpen: session.can('identity:person:import') },
    { key: 'invite', title: t('search.acts.invite'), icon: 'i-lucide-mail-plus', run: go('/manage/invitations'), isOpen: session.can('identity:person:invite') },
  ].filter(act => act.isOpen));

  const door = computed<Act>(() => session.isSignedIn
    ? { key: 'sign-out', title: t('nav.sign_out'), icon: 'i-lucide-log-out', run: leave }
    : { key: 'sign-in', title: t('nav.sign_in'), icon: 'i-lucide-log-in', run: go('/sign-in') });

  return computed<Act[]>(() => [...work.value, ...settings.value, door.value]);
}

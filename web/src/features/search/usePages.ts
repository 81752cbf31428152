import { computed, ref } from 'vue';
import { useRouter, type RouteRecordNormalized } from 'vue-router';
import { isRefused, useSessionStore } from '../../core/auth';
import { loadFeatureTexts, useI18n } from '../../core/i18n';

export interface SitePage { name: string; path: string; title: string; area: string }

/** Pages without a place of their own in the site: one is led to them. */
const LED_TO = new Set(['search', 'missing', 'error', 'setup', 'sign-in-done', 'policies', 'people-merge']);

/** What a page asks for besides its route: it opens to everybody and would show some of them nothing. */
const ALSO_NEEDS: Readonly<Record<string, `can:${string}` | `role:${string}`>> = {
  'course-reviews': 'can:courses:course:review',
  'manage-prerequisites': 'can:courses:category:manage',
  'children': 'role:guardian',
};

/** The pages that the person may open by their address alone, with their titles in the reader's language. */
export function usePages() {
  const router = useRouter();
  const session = useSessionStore();
  const { t, te } = useI18n();
  const textsCame = ref(0);

  function mayOpen({ path, name, meta }: RouteRecordNormalized): boolean {
    if (/[:(*]/.test(path) || !meta.title || LED_TO.has(String(name)))
      return false;
    const { requires } = meta;
    if (requires === 'signed-out')
      return !session.isSignedIn;
    const needs = ALSO_NEEDS[String(name)];
    if ((needs && isRefused(needs)) || (name === 'manage' && !session.canManage))
      return false;
    return !requires || (session.isSignedIn && !isRefused(requires));
  }

  /** Short words of ours where there are any: other features' texts come with their pages. */
  function titleOf({ name, meta }: RouteRecordNormalized): string {
    const own = `search.pages.${String(name)}`;
    return te(own) ? t(own) : te(meta.title!) ? t(meta.title!) : '';
  }

  function areaOf(path: string): string {
    const area = ['manage', 'teach', 'account'].find(known => path.startsWith(`/${known}/`));
    return area ? t(`search.areas.${area}`) : '';
  }

  const open = computed(() => router.getRoutes().filter(mayOpen));
  const pages = computed<SitePage[]>(() => {
    void textsCame.value;
    return open.value
      .map(route => ({ name: String(route.name), path: route.path, title: titleOf(route), area: areaOf(route.path) }))
      .filter(page => page.title !== '');
  });

  /** Titles of pages that came later than our own words. */
  async function loadTitles(): Promise<void> {
    const features = open.value.filter(route => titleOf(route) === '').flatMap(route => route.meta.feature ?? []);
    await loadFeatureTexts([...new Set(features)]).catch(() => undefined);
    textsCame.value += 1;
  }

  return { pages, loadTitles };
}

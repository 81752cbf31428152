import { computed, type Ref } from 'vue';
import { useSessionStore } from '../../core/auth';
import { useI18n } from '../../core/i18n';
import { kindIcon } from './kinds';
import { marked, scoreOf, unmarked, wordsOf } from './matching';
import { recentEntries } from './recent';
import type { Entry, EntryGroup, SearchAnswer, SearchRow } from './types';
import { useActs, type Act } from './useActs';
import { usePages, type SitePage } from './usePages';

/** Pages worth showing before anything is typed. */
const FIRST_PAGES = ['home', 'my-learning', 'calendar', 'courses', 'my-notes', 'certificates', 'teaching', 'manage', 'settings'];
const MOST_PAGES = 6;
const MOST_ACTS = 5;

/** Where a row of the server leads, as a line of the palette. */
export function useRowEntry() {
  const { t, te } = useI18n();
  return (row: SearchRow, place: number): Entry => ({
    key: `${row.kind}-${place}-${row.path}`,
    title: row.title,
    icon: kindIcon(row.kind),
    where: row.where || undefined,
    state: row.state && te(`search.states.${row.state}`) ? t(`search.states.${row.state}`) : undefined,
    snippet: row.snippet,
    path: row.path,
  });
}

/** The groups of the palette for what is typed: places and acts at once, results of the server as they come. */
export function useEntries(query: Readonly<Ref<string>>, answer: Readonly<Ref<SearchAnswer | null>>) {
  const { t, te } = useI18n();
  const session = useSessionStore();
  const acts = useActs();
  const { pages, loadTitles } = usePages();
  const rowEntry = useRowEntry();

  function pageEntry(page: SitePage, words: readonly string[]): Entry {
    return { key: `page-${page.name}`, title: marked(page.title, words), icon: 'i-lucide-arrow-right', where: page.area || undefined, path: page.path };
  }
  function actEntry(act: Act, words: readonly string[]): Entry {
    return { key: `act-${act.key}`, title: marked(act.title, words), icon: act.icon, run: act.run };
  }
  function best<T extends { title: string }>(list: readonly T[], words: readonly string[], most: number): T[] {
    const scored = list.map(item => ({ item, score: scoreOf(item.title, words) })).filter(({ score }) => score > 0);
    return scored.sort((a, b) => b.score - a.score).slice(0, most).map(({ item }) => item);
  }

  const recent = (): Entry[] => recentEntries(session.me?.uuid).map(entry => ({ key: `recent-${entry.path}`, title: unmarked(entry.title), icon: entry.icon, where: entry.where, path: entry.path }));

  const start = (): EntryGroup[] => [
    { key: 'recent', label: t('search.groups.recent'), entries: recent() },
    { key: 'go', label: t('search.groups.go'), entries: FIRST_PAGES.flatMap(name => pages.value.find(page => page.name === name) ?? []).map(page => pageEntry(page, [])) },
    { key: 'do', label: t('search.groups.do'), entries: acts.value.map(act => actEntry(act, [])) },
  ];

  function found(text: string): EntryGroup[] {
    const words = wordsOf(text);
    const fromServer = (answer.value?.groups ?? []).map(group => ({
      key: group.kind,
      label: te(`search.kinds.${group.kind}`) ? t(`search.kinds.${group.kind}`) : group.kind,
      entries: group.rows.map(rowEntry),
    }));
    const all: Entry = { key: 'all', title: unmarked(t('search.all_results', { query: text })), icon: 'i-lucide-list-filter', path: `/search?q=${encodeURIComponent(text)}` };
    return [
      { key: 'go', label: t('search.groups.go'), entries: best(pages.value, words, MOST_PAGES).map(page => pageEntry(page, words)) },
      { key: 'do', label: t('search.groups.do'), entries: best(acts.value, words, MOST_ACTS).map(act => actEntry(act, words)) },
      ...fromServer,
      { key: 'more', label: t('search.groups.more'), entries: text.length > 1 ? [all] : [] },
    ];
  }

  const groups = computed(() => (query.value.trim() ? found(query.value.trim()) : start()).filter(group => group.entries.length > 0));
  return { groups, pages, loadTitles };
}

import { useQueryCache } from '@pinia/colada';
import { askAgain } from '../core/api';
import { onScopeDispose, watch } from 'vue';
import { useRouter } from 'vue-router';
import { useSessionStore } from '../core/auth';
import { loadFeatureTexts, useI18n } from '../core/i18n';
import type { LiveMessage } from '../core/live';
import { showToast } from '../core/toasts';

/** The first view comes first: what is new since then is told a little later. */
const BEGIN_AFTER_MS = 4_000;
const RETRY_MS = 30_000;
/** What a change of an enrollment shows in. Forms of the studio read other addresses: nothing typed is overwritten. */
const ENROLLMENT = /^\/api\/v1\/(?:my\/|home$|calendar(?:$|\?)|enrollments|courses\/[^/?]+(?:$|\?|\/(?:enrollment|outline)))/;
/** News that deserve a word, with where they lead. */
const WORDS: Record<string, (slug: string) => string> = {
  'enrollment.confirmed': slug => `/courses/${slug}`,
  'enrollment.invited': slug => `/courses/${slug}`,
  'enrollment.refused': slug => `/courses/${slug}`,
  'seat.offered': slug => `/courses/${slug}`,
  'mark.posted': slug => `/grades/${slug}`,
  'course.published': slug => `/courses/${slug}`,
};

/** Keeps what is on the screen true when it changes elsewhere: on another device, by staff, by the clock. */
export function useLiveNews(): void {
  const session = useSessionStore();
  const cache = useQueryCache();
  const router = useRouter();
  const { t } = useI18n();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end: (() => void) | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  /** Several changes at once are one look. */
  function lookAgain(): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => void askAgain(cache, { predicate: entry => ENROLLMENT.test(String(entry.key[0])) }), 250);
  }

  function hear(message: LiveMessage): void {
    lookAgain();
    const path = WORDS[message.kind];
    const { course_title: title, course_slug: slug } = message.payload;
    if (!path || typeof title !== 'string' || typeof slug !== 'string')
      return;
    showToast(t(`news.${message.kind.replace('.', '_')}`, { title }), {
      tone: 'info',
      action: { label: t('news.show'), run: () => void router.push(path(slug)) },
    });
  }

  async function begin(): Promise<void> {
    const [live] = await Promise.all([import('../core/live'), loadFeatureTexts(['news'])]);
    if (!session.isSignedIn)
      return;
    end?.();
    const stopHearing = live.hearNews(hear);
    live.startLive();
    end = () => {
      stopHearing();
      live.stopLive();
    };
  }

  /** Without network what it needs does not come: then later. */
  function tryToBegin(delay: number): void {
    timer = setTimeout(() => void begin().catch(() => tryToBegin(RETRY_MS)), delay);
  }

  function leave(): void {
    clearTimeout(timer);
    clearTimeout(waiting);
    end?.();
    end = undefined;
  }

  watch(() => session.me?.id, (id) => {
    leave();
    if (id)
      tryToBegin(BEGIN_AFTER_MS);
  }, { immediate: true });
  onScopeDispose(leave);
}

import { computed, effectScope, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { i18n } from './i18n';

const routeKey = shallowRef('');
const ownTitle = shallowRef<MaybeRefOrGetter<string | undefined>>();

/** The page's own title if it has said one, else the one of its route, in the present language. */
export const pageTitle = computed(() => toValue(ownTitle.value) || (routeKey.value ? i18n.t(routeKey.value) : ''));

effectScope(true).run(() => {
  watch(pageTitle, (title) => {
    document.title = title ? `${title} · EduSync` : 'EduSync';
  });
});

/** Called by the router with the message key of the route. */
export function setRouteTitle(key: string): void {
  routeKey.value = key;
}

/** The page's own title, e.g. the name of the course once it is known. Holds while the component lives. */
export function usePageTitle(title: MaybeRefOrGetter<string | undefined>): void {
  ownTitle.value = title;
  onScopeDispose(() => {
    if (ownTitle.value === title)
      ownTitle.value = undefined;
  });
}

import { computed, watch } from 'vue';
import { loadSite, useSessionStore, useSite } from '../auth';
import { applyLook } from './applyLook';

/** Name and logo of the organization one works in or visits; its colors and icon are applied to the page. */
export function useBrand() {
  const session = useSessionStore();
  const { site } = useSite();

  watch(() => session.isLoaded && !session.isSignedIn, isVisitor => isVisitor && void loadSite(), { immediate: true });

  const brand = computed(() => {
    const own = session.me?.organization;
    if (own)
      return { name: own.name, logoUrl: own.logo_url, uuid: own.uuid, look: own.look, iconUrl: own.icon_url };
    const visited = session.isLoaded ? site.value : null;
    if (visited?.organization_uuid)
      return { name: visited.organization ?? '', logoUrl: visited.logo_url, uuid: visited.organization_uuid, look: visited.look, iconUrl: visited.icon_url };
    return null;
  });
  watch(brand, next => next && applyLook(next), { immediate: true });

  return brand;
}

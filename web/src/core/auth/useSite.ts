import { shallowRef, readonly } from 'vue';
import { http, Problem } from '../api';
import type { Site } from './types';

const site = shallowRef<Site | null>(null);
let loading: Promise<Site | null> | null = null;

/** Facts about this installation that anyone may know. Asked once per page. */
export function loadSite(force = false): Promise<Site | null> {
  if (!loading || force)
    loading = fetchSite();
  return loading;
}

async function fetchSite(): Promise<Site | null> {
  try {
    site.value = await http.get<Site>('/api/v1/site');
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error;
    loading = null;
  }
  return site.value;
}

/** What is known of the site. Signed-out pages load it; whoever needs it otherwise calls `loadSite`. */
export function useSite() {
  return { site: readonly(site) as Readonly<typeof site> };
}

export type { Me, Settings, Site } from './types';
export { useSessionStore } from './useSessionStore';
export { loadSite, useSite } from './useSite';

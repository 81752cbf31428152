export type { Me, Settings, Site } from './types';
export { AFTER_SIGN_UP, safeNext } from './safeNext';
export { useSessionStore } from './useSessionStore';
export { loadSite, useSite } from './useSite';
export { nextStep } from './nextStep';
export type { NextStep } from './nextStep';

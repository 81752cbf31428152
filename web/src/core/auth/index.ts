export type { Me, Settings, Site } from './types';
export { AFTER_SIGN_UP, safeNext } from './safeNext';
export { signOut } from './signOut';
export { useSessionStore } from './useSessionStore';
export { loadSite, useSite } from './useSite';
export { isFlagOn, useFlag } from './useFlag';
export { isRefused } from './mayOpen';
export { nextStep } from './nextStep';
export type { NextStep } from './nextStep';

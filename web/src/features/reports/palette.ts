/**
 * Colors of charts: at least 3:1 against the page, and apart from each other also for who does not see red, green or blue
 * (palette.spec.ts reckons it). Dashes and points tell lines apart without any color.
 */
export const palettes = {
  light: ['#1e40af', '#ea580c', '#0d9488', '#a855f7', '#9d174d', '#0f172a'],
  dark: ['#2563eb', '#fb923c', '#6ee7b7', '#d8b4fe', '#db2777', '#94a3b8'],
} as const;

export const grounds = { light: '#ffffff', dark: '#0f172a' } as const;
export const dashes: readonly number[][] = [[], [7, 4], [2, 3], [8, 3, 2, 3], [4, 2], [12, 5]];
export const points = ['circle', 'triangle', 'rect', 'rectRot', 'star', 'crossRot'] as const;

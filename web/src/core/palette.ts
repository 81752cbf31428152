import { ref } from 'vue';

/** Whether the command palette stands over the page. */
export const isPaletteOpen = ref(false);

/** The keys that open it, as this machine's keyboard names them. */
export const paletteKeys = /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K';

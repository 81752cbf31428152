import { ref, readonly } from 'vue';

const message = ref('');

/** Text for screen readers, read politely; shown nowhere. */
export const announcement = readonly(message);

export function announce(text: string): void {
  // The same text twice is read twice only if the region changed in between.
  message.value = '';
  setTimeout(() => {
    message.value = text;
  }, 50);
}

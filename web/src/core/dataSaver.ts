import { computed, ref } from 'vue';
import { recall, remember } from './storage';

interface Connection extends EventTarget { saveData?: boolean }

const connection = (navigator as Navigator & { connection?: Connection }).connection;
const isChosen = ref(recall('data-saver') === '1');
const isHinted = ref(connection?.saveData === true);

/** Text first: whether pictures, films and fonts wait until they are asked for. By the person's setting, or the browser's. */
export const isDataSaverOn = computed(() => isChosen.value || isHinted.value);
/** Whether the browser itself asks for little data, whatever the setting is. */
export const isDataSaverHinted = computed(() => isHinted.value);

function apply(): void {
  document.documentElement.toggleAttribute('data-data-saver', isDataSaverOn.value);
}

connection?.addEventListener('change', () => {
  isHinted.value = connection.saveData === true;
  apply();
});

export function setDataSaver(isOn: boolean): void {
  isChosen.value = isOn;
  remember('data-saver', isOn ? '1' : null);
  // So that the page shell does not preload fonts next time.
  document.cookie = `edusync_data_saver=${isOn ? '1; max-age=31536000' : '; max-age=0'}; path=/; samesite=lax`;
  apply();
}

/** Whether the page moves little: by the person's setting, or the system's. */
export function isMotionReduced(): boolean {
  return document.documentElement.hasAttribute('data-reduced-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches;
}

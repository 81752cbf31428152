import { computed, onBeforeUnmount, readonly, ref, toValue, type MaybeRefOrGetter } from 'vue';
import { useSessionStore } from '../../core/auth';
import { useI18n } from '../../core/i18n';

/** Reads an element's text aloud, paragraph by paragraph. `isAvailable` is false where the device has no voice. */
export function useVoiceReader(element: MaybeRefOrGetter<HTMLElement | null>) {
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : null;
  const session = useSessionStore();
  const { locale } = useI18n();
  const voices = ref(speech?.getVoices() ?? []);
  const isReading = ref(false);
  const refresh = () => { voices.value = speech?.getVoices() ?? []; };
  speech?.addEventListener?.('voiceschanged', refresh);

  const isAvailable = computed(() => voices.value.length > 0 && session.me?.settings.is_voice_reader_on === true);

  function stop(): void {
    speech?.cancel();
    isReading.value = false;
  }

  function start(): void {
    const root = toValue(element);
    if (!speech || !root)
      return;
    stop();
    const parts = [...root.querySelectorAll<HTMLElement>('h1,h2,h3,h4,p,li,td,figcaption')].map(part => part.innerText.trim()).filter(Boolean);
    const language = root.closest<HTMLElement>('[lang]')?.lang || locale.value;
    const voice = voices.value.find(item => item.lang.startsWith(language)) ?? null;
    isReading.value = parts.length > 0;
    parts.forEach((text, place) => {
      const sentence = new SpeechSynthesisUtterance(text);
      sentence.lang = language;
      sentence.voice = voice;
      if (place === parts.length - 1)
        sentence.onend = () => { isReading.value = false; };
      speech.speak(sentence);
    });
  }

  onBeforeUnmount(() => {
    speech?.removeEventListener?.('voiceschanged', refresh);
    stop();
  });

  return { isAvailable, isReading: readonly(isReading), start, stop };
}

import { computed, onBeforeUnmount, ref } from 'vue';
import { useSessionStore } from '../../core/auth';

/** Whether lessons can be read aloud: the person wants it, and the device has a voice. Browsers find their voices late. */
export function useVoices() {
  const speech = 'speechSynthesis' in window ? window.speechSynthesis : null;
  const session = useSessionStore();
  const count = ref(speech?.getVoices().length ?? 0);
  const refresh = () => { count.value = speech?.getVoices().length ?? 0; };
  speech?.addEventListener?.('voiceschanged', refresh);
  onBeforeUnmount(() => speech?.removeEventListener?.('voiceschanged', refresh));
  return computed(() => count.value > 0 && session.me?.settings.is_voice_reader_on === true);
}

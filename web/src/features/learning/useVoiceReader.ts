import { computed, onBeforeUnmount, readonly, ref, watch } from 'vue';
import { isMotionReduced } from '../../core/dataSaver';
import { createPainter, linearText, offsetOf, rangeOf, sentencesOf, wordAt, type LinearText, type Stretch } from '../../core/reading';
import { recall, remember } from '../../core/storage';

const SPEED = 'voice-speed';
const VOICE = 'voice-name';
/** How near the window's edge a sentence may be before the page moves. */
const EDGE_PX = 130;

export const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;

const NO_TEXT: LinearText = { text: '', pieces: [], blocks: [] };

function selectedIn(root: HTMLElement | null): Range | null {
  const selection = getSelection();
  const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  return range && root?.contains(range.startContainer) ? range : null;
}

function wordRange(text: LinearText, sentence: Stretch, characters: number): Range | null {
  const word = wordAt(text.text, sentence.start + characters);
  return word && rangeOf(text, word.start, Math.min(word.end, sentence.end));
}

/** The voices for a language, and how fast: remembered on this device. */
function useVoiceChoice(speech: SpeechSynthesis, language: () => string) {
  const all = ref(speech.getVoices());
  const speed = ref(SPEEDS.find(value => String(value) === recall(SPEED)) ?? 1);
  const name = ref(recall(VOICE) ?? '');
  const base = (code: string) => code.toLowerCase().split(/[-_]/)[0];
  const voices = computed(() => {
    const own = all.value.filter(item => base(item.lang) === base(language()));
    return own.length ? own : all.value;
  });
  const voice = computed(() => voices.value.find(item => item.name === name.value) ?? voices.value.find(item => item.default) ?? voices.value[0] ?? null);

  function chooseSpeed(value: number): void {
    speed.value = SPEEDS.find(item => item === value) ?? 1;
    remember(SPEED, String(speed.value));
  }
  function chooseVoice(next: string): void {
    name.value = next;
    remember(VOICE, next);
  }
  const refresh = () => { all.value = speech.getVoices(); };
  speech.addEventListener?.('voiceschanged', refresh);
  onBeforeUnmount(() => speech.removeEventListener?.('voiceschanged', refresh));
  return { voices, voice, speed, chooseSpeed, chooseVoice };
}

/** Shows in the page what is heard. */
function usePointer() {
  const painter = createPainter();
  onBeforeUnmount(painter.clear);

  function showSentence(range: Range | null): void {
    painter.paint('voice-sentence', range ? [range] : []);
    painter.paint('voice-word', []);
    const box = range?.getBoundingClientRect();
    if (range && box && (box.top < EDGE_PX || box.bottom > innerHeight - EDGE_PX))
      range.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: isMotionReduced() ? 'auto' : 'smooth' });
  }
  return { showSentence, showWord: (range: Range | null) => range && painter.paint('voice-word', [range]) };
}

/** Reads a part of the page aloud, sentence by sentence, and marks the sentence and the word that is heard. */
export function useVoiceReader(root: () => HTMLElement | null, language: () => string) {
  const speech = window.speechSynthesis;
  const { voices, voice, speed, chooseSpeed, chooseVoice } = useVoiceChoice(speech, language);
  const { showSentence, showWord } = usePointer();
  const isReading = ref(false);
  let text: LinearText = NO_TEXT;
  let sentences: Stretch[] = [];
  let place = 0;
  // What an utterance that was broken off still tells is not listened to.
  let turn = 0;

  /** Formulas and code may have come meanwhile: the page is read anew for each sentence. */
  function look(): void {
    const element = root();
    text = element ? linearText(element) : NO_TEXT;
    sentences = sentencesOf(text.text, language());
  }
  function utteranceOf(sentence: Stretch, mine: number): SpeechSynthesisUtterance {
    const words = new SpeechSynthesisUtterance(text.text.slice(sentence.start, sentence.end));
    Object.assign(words, { lang: language(), voice: voice.value, rate: speed.value });
    words.onboundary = event => mine === turn && event.name !== 'sentence' && showWord(wordRange(text, sentence, event.charIndex));
    words.onend = () => mine === turn && step(1);
    words.onerror = () => mine === turn && pause();
    return words;
  }
  function speak(): void {
    const mine = ++turn;
    speech.cancel();
    look();
    const sentence = sentences[place];
    if (!sentence) {
      stop();
      return;
    }
    isReading.value = true;
    showSentence(rangeOf(text, sentence.start, sentence.end));
    speech.speak(utteranceOf(sentence, mine));
  }
  function pause(): void {
    turn++;
    speech.cancel();
    isReading.value = false;
  }
  function stop(): void {
    pause();
    place = 0;
    showSentence(null);
  }
  /** From the selected words on, else from where it stopped. */
  function start(): void {
    look();
    const from = selectedIn(root());
    if (from)
      place = Math.max(0, sentences.findIndex(sentence => sentence.end > offsetOf(text, from.startContainer, from.startOffset)));
    speak();
  }
  /** Behind the last sentence it ends. */
  function step(by: 1 | -1): void {
    place = Math.max(0, place + by);
    speak();
  }
  watch([speed, voice], () => isReading.value && speak());
  onBeforeUnmount(stop);
  return { isReading: readonly(isReading), voices, voice, speed: readonly(speed), start, pause, stop, step, chooseSpeed, chooseVoice };
}

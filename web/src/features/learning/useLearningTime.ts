import { onBeforeUnmount, onMounted } from 'vue';
import { countingTab } from './countingTab';
import { beatTime, type BeatMeasure } from './lessonBeats';

const TICK_MS = 1000;
/** A tick that comes later than this comes after sleep: the time between was not learning. */
const LONGEST_TICK_MS = 2500;
/** Whoever touched nothing for so long is not at it; whoever touched nothing for longer is away. */
const FOCUS_MS = 60_000;
const IDLE_MS = 120_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove', 'scroll'] as const;
/** Scrolling and dragging say so many times a second: once a second is enough. */
const TOUCH_MS = 1000;

const isPlaying = () => [...document.querySelectorAll<HTMLMediaElement>('video, audio')].some(media => !media.paused && !media.ended);

/**
 * Measures the time in view in small steps, so that sleep and jumps of the clock add nothing, and only in one tab of
 * the device. `take` hands over what was measured since the last time, in whole seconds, and keeps the rest.
 */
export function useLearningTime() {
  const tab = countingTab();
  let before = beatTime();
  let seen = 0;
  let focused = 0;
  let idle = 0;
  let interactions = 0;
  let touchedAt = beatTime();
  let timer: ReturnType<typeof setInterval> | undefined;

  function measure(): void {
    const now = beatTime();
    const step = now - before;
    before = now;
    if (document.hidden || step <= 0 || !tab.isMine(document.hasFocus()))
      return;
    const passed = step > LONGEST_TICK_MS ? TICK_MS : step;
    seen += passed;
    const untouched = isPlaying() ? 0 : now - touchedAt;
    if (untouched < FOCUS_MS && document.hasFocus())
      focused += passed;
    else if (untouched > IDLE_MS)
      idle += passed;
  }
  function onTouch(): void {
    const now = beatTime();
    if (now - touchedAt >= TOUCH_MS || interactions === 0)
      interactions++;
    touchedAt = now;
  }
  function take(): BeatMeasure {
    measure();
    const seconds = Math.floor(seen / 1000);
    const focus_seconds = Math.min(seconds, Math.round(focused / 1000));
    const idle_seconds = Math.min(seconds - focus_seconds, Math.round(idle / 1000));
    const taken = { seconds, focus_seconds, idle_seconds, interactions };
    seen -= seconds * 1000;
    focused = 0;
    idle = 0;
    interactions = 0;
    return taken;
  }
  /** Begins anew: what was measured belongs to nothing. */
  function reset(): void {
    before = beatTime();
    seen = focused = idle = interactions = 0;
  }

  onMounted(() => {
    timer = setInterval(measure, TICK_MS);
    for (const name of TOUCHES)
      addEventListener(name, onTouch, { passive: true, capture: true });
  });
  onBeforeUnmount(() => {
    clearInterval(timer);
    for (const name of TOUCHES)
      removeEventListener(name, onTouch, { capture: true });
    tab.leave();
  });
  return { take, reset };
}

import { useEventListener } from '@vueuse/core';
import { onScopeDispose } from 'vue';
import type { EventKind } from './deviceEvents';

type Note = (kind: EventKind, seconds?: number | null) => void;

const secondsSince = (start: number): number => Math.round((Date.now() - start) / 1000);

/** Tells what happens to the page while the caller lives: that it happened, and for how long. */
export function useBehavior(quiz: number, note: Note, isFullScreenAsked: () => boolean): void {
  let awaySince: number | null = null;
  let offlineSince: number | null = navigator.onLine ? null : Date.now();
  let wasFull = document.fullscreenElement !== null;

  function onLeft(): void {
    if (awaySince !== null)
      return;
    awaySince = Date.now();
    note('focus_lost');
  }
  function onBack(): void {
    if (awaySince === null || document.hidden || !document.hasFocus())
      return;
    note('focus_back', secondsSince(awaySince));
    awaySince = null;
  }
  useEventListener(document, 'visibilitychange', () => document.hidden ? onLeft() : onBack());
  useEventListener(window, 'blur', () => setTimeout(() => { if (!document.hasFocus()) onLeft(); }));
  useEventListener(window, 'focus', onBack);
  useEventListener(document, 'copy', () => note('copy'));
  useEventListener(document, 'cut', () => note('copy'));
  useEventListener(document, 'paste', () => note('paste'));
  useEventListener(document, 'fullscreenchange', () => {
    const isFull = document.fullscreenElement !== null;
    if (isFullScreenAsked() && isFull !== wasFull)
      note(isFull ? 'full_screen_back' : 'full_screen_left');
    wasFull = isFull;
  });
  useEventListener(window, 'offline', () => { offlineSince ??= Date.now(); });
  useEventListener(window, 'online', () => {
    if (offlineSince !== null)
      note('offline', secondsSince(offlineSince));
    offlineSince = null;
  });
  watchForTwins(quiz, note);
}

/** The page that is opened second tells so. */
function watchForTwins(quiz: number, note: Note): void {
  if (typeof BroadcastChannel === 'undefined')
    return;
  const channel = new BroadcastChannel(`edusync-exam-${quiz}`);
  channel.onmessage = ({ data }) => {
    if (data === 'new')
      channel.postMessage('known');
    else if (data === 'known')
      note('second_page');
  };
  channel.postMessage('new');
  onScopeDispose(() => channel.close());
}

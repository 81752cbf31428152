import { onBeforeUnmount, readonly } from 'vue';
import { PageSaver, type PageSource } from './PageSaver';
import { recallUnsaved, rememberUnsaved } from './unsavedStore';

const LOOK_MS = 20_000;

/** Saves a page while its editor lives: see `PageSaver`. The browser asks before it leaves what is not saved. */
export function usePageSaving(source: PageSource) {
  const saver = new PageSaver(source);
  const onWake = (): void => saver.wake();
  const onHide = (): void => saver.keep();
  const onBeforeUnload = (event: BeforeUnloadEvent): void => {
    saver.keep();
    if (saver.state.value !== 'saved')
      event.preventDefault();
  };
  window.addEventListener('online', onWake);
  window.addEventListener('focus', onWake);
  window.addEventListener('pagehide', onHide);
  window.addEventListener('beforeunload', onBeforeUnload);
  const looker = window.setInterval(() => void saver.look(), LOOK_MS);
  onBeforeUnmount(() => {
    saver.stop();
    clearInterval(looker);
    window.removeEventListener('online', onWake);
    window.removeEventListener('focus', onWake);
    window.removeEventListener('pagehide', onHide);
    window.removeEventListener('beforeunload', onBeforeUnload);
  });

  return {
    saver,
    state: readonly(saver.state),
    problem: saver.problem,
    recall: () => recallUnsaved(source.userId, source.lessonId),
    forget: () => rememberUnsaved(source.userId, source.lessonId, null),
  };
}

import { isDataSaverOn } from '../../core/dataSaver';
import { loadFeatureTexts } from '../../core/i18n';

/** Long enough for the lesson and all it needs to have come. */
const READ_MS = 4_000;

/** The player's part of the notes, with its words. */
export async function loadPlayerPart() {
  const [, component] = await Promise.all([loadFeatureTexts(['notes']), import('./PlayerNotes.vue')]);
  return component;
}

/**
 * Fetches that part once the learner is reading: a connection that is lost later takes nobody's pen away. Who saves data gets
 * it when they ask for it. Answers how to call it off.
 */
export function fetchPlayerPartSoon(): () => void {
  if (isDataSaverOn.value)
    return () => undefined;
  const timer = setTimeout(() => {
    loadPlayerPart().catch(() => {
      // Without a connection by now: it is asked for again with the first note.
    });
  }, READ_MS);
  return () => clearTimeout(timer);
}

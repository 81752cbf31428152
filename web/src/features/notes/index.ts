import { defineAsyncComponent } from 'vue';
import { loadPlayerPart } from './playerPart';

/** Notes in the player, with their words: loaded when the lesson stands. */
export const PlayerNotes = defineAsyncComponent(loadPlayerPart);

export { usePlayerNotes } from './usePlayerNotes';

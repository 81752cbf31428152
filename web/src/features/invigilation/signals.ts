import type { Schemas } from '../../core/api';

/** Kinds of signals, in the order in which they are shown. */
export const SIGNALS = ['focus_lost', 'full_screen_left', 'paste', 'copy', 'offline', 'second_page', 'second_device', 'fast_answer', 'similar_answers'] as const;

type State = Schemas['CandidateSession']['state'];
type Tone = 'neutral' | 'info' | 'warning' | 'success' | 'error';

const tones: Record<State, Tone> = { checking_in: 'neutral', waiting: 'warning', admitted: 'info', running: 'success', ended: 'neutral', review: 'warning', decided: 'neutral' };

export const toneOf = (state: State): Tone => tones[state];

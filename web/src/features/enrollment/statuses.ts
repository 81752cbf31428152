import type { Status } from './types';

type Tone = 'neutral' | 'success' | 'warning' | 'error' | 'info' | 'primary';

export const statuses: readonly Status[] = ['active', 'completed', 'invited', 'pending', 'waitlisted', 'paused', 'suspended', 'expired', 'withdrawn', 'rejected'];

const tones: Record<Status, Tone> = {
  active: 'primary', completed: 'success', invited: 'info', pending: 'info', waitlisted: 'info', paused: 'neutral', suspended: 'warning', expired: 'warning', withdrawn: 'neutral', rejected: 'error',
};

/** The tone of the badge that names somebody's place in a course. */
export function toneOf(status: Status): Tone {
  return tones[status];
}

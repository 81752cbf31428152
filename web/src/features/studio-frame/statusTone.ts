import type { Schemas } from '../../core/api';

type Status = Schemas['CourseDetail']['status'];
type Tone = 'neutral' | 'info' | 'warning' | 'success';

const tones: Record<Status, Tone> = {
  draft: 'neutral',
  in_review: 'info',
  changes_requested: 'warning',
  approved: 'info',
  published: 'success',
  archived: 'neutral',
};

/** The tone of the badge that names a course's state. */
export function statusTone(status: Status): Tone {
  return tones[status];
}

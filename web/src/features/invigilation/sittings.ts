import type { Schemas } from '../../core/api';

/** A sitting as staff see it, with its line. */
export type StaffSitting = Schemas['ExamSitting'] & {
  waitlist: 'none' | 'give' | 'offer';
  offer_hours: number;
  waiting: number;
  seats_taken: number;
  canceled_at: string | null;
  cancel_reason: string;
};

/** Somebody in the line; `position` is null while a seat is kept for them. */
export interface LineEntry {
  uuid: string;
  name: string;
  state: string;
  position: number | null;
  joined_at: string;
  offer_ends_at: string | null;
}

import type { CourseValues } from './useCourseForm';

export type EnrollmentValues = Pick<CourseValues, 'access' | 'capacity' | 'is_waitlist_on' | 'offer_hours' | 'enrollment_opens_at' | 'enrollment_closes_at' | 'access_days' | 'due_days' | 'recertify_days'>;
export interface Consequence { key: string; n?: number; from?: string; until?: string }

const HOURS_PER_DAY = 24;

function times(values: EnrollmentValues): Consequence[] {
  const { enrollment_opens_at: from, enrollment_closes_at: until } = values;
  if (from && until)
    return [{ key: 'between', from, until }];
  if (from)
    return [{ key: 'from', from }];
  return until ? [{ key: 'until', until }] : [];
}

function seats(values: EnrollmentValues): Consequence[] {
  const { capacity, is_waitlist_on, offer_hours } = values;
  if (capacity === null)
    return [];
  if (!is_waitlist_on)
    return [{ key: 'full_closed', n: capacity }];
  return [{ key: 'full_line', n: capacity }, offer_hours % HOURS_PER_DAY === 0 ? { key: 'offer_days', n: offer_hours / HOURS_PER_DAY } : { key: 'offer_hours', n: offer_hours }];
}

function days(values: EnrollmentValues): Consequence[] {
  const { due_days, access_days, recertify_days } = values;
  return [
    ...due_days ? [{ key: 'due', n: due_days }] : [],
    ...access_days ? [{ key: 'access', n: access_days }] : [],
    // Access that ends before the work is due leaves no time for it.
    ...access_days && due_days && access_days < due_days ? [{ key: 'access_first' }] : [],
    ...recertify_days ? [{ key: 'recertify', n: recertify_days }] : [],
  ];
}

/** What the settings mean for learners, a sentence each. */
export function enrollmentConsequences(values: EnrollmentValues): Consequence[] {
  return [{ key: `access_${values.access}` }, ...times(values), ...seats(values), ...days(values)];
}

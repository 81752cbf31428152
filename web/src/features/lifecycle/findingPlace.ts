import type { Finding } from './api';

// Where the settings hold what a finding about the course itself misses.
const FIELDS: Readonly<Record<string, string>> = { 'no-title': '#title', 'no-overview': '#overview', 'no-category': '#categories', 'no-image': '#picture' };

/** Where a finding is mended: its block in the lesson's editor, or the page of the course's facts. */
export function findingPlace(slug: string, finding: Finding): string {
  if (finding.lesson_id !== null)
    return `/teach/${slug}/build/${finding.lesson_id}${finding.block_id ? `#block-${finding.block_id}` : ''}`;
  return finding.code === 'no-lesson' ? `/teach/${slug}/build` : `/teach/${slug}/settings${FIELDS[finding.code] ?? ''}`;
}

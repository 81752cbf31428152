import type { TeachingWaiting } from '../home';

/** How much waits in a course, and where one finds it: its only page, or the list of everything. */
export interface Waits {
  count: number;
  path: string;
}

/** By the slug of the course; nothing where the list was cut, because the figures would be too small. */
export function waitsByCourse(waiting: TeachingWaiting | undefined): Map<string, Waits> {
  const found = new Map<string, Waits>();
  if (!waiting || waiting.row_count > waiting.results.length)
    return found;
  for (const row of waiting.results) {
    if (!row.course)
      continue;
    const before = found.get(row.course.slug);
    const path = !before || before.path === row.path ? row.path : '/home';
    found.set(row.course.slug, { count: row.count + (before?.count ?? 0), path });
  }
  return found;
}

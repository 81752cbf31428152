import { useQueryCache } from '@pinia/colada';
import { askAgain } from '../../core/api';

/** What the learner's own pages know of their courses. */
const KEYS = ['/api/v1/my/learning', '/api/v1/enrollments?limit=100'];

/** Makes what is known of one's own courses, and of the one that changed, ask anew: an undo may come when its page has moved on. */
export function useOwnLists(): (slug: string) => Promise<void> {
  const cache = useQueryCache();
  return async (slug) => {
    const course = `/api/v1/courses/${encodeURIComponent(slug)}`;
    await Promise.all([...KEYS, course, `${course}/enrollment`].map(key => askAgain(cache, { key: [key] })));
  };
}

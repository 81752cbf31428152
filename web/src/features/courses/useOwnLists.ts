import { useQueryCache } from '@pinia/colada';

/** What the learner's own pages know of their courses. */
const KEYS = ['/api/v1/my/learning', '/api/v1/enrollments?limit=100'];

/** Makes the lists of one's own courses ask anew, after one of them changed. */
export function useOwnLists(): () => Promise<void> {
  const cache = useQueryCache();
  return async () => {
    await Promise.all(KEYS.map(key => cache.invalidateQueries({ key: [key] })));
  };
}

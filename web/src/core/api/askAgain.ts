import type { useQueryCache } from '@pinia/colada';
import { Problem } from './Problem';

type Cache = ReturnType<typeof useQueryCache>;

/**
 * Asks again for what these filters name, where it is shown. A failure shows where the answer belongs, and that a newer
 * question took over an older one is none: neither is a failure of whoever asks.
 */
export async function askAgain(cache: Cache, filters: Parameters<Cache['invalidateQueries']>[0]): Promise<void> {
  try {
    await cache.invalidateQueries(filters);
  }
  catch (error) {
    const isTakenOver = error instanceof DOMException && error.name === 'AbortError';
    if (!isTakenOver && !(error instanceof Problem))
      throw error;
  }
}

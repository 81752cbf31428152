import { effectScope, nextTick } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useTypedSearch } from './useTypedSearch';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

it('asks once, a moment after the last key, without blanks around', async () => {
  const { typed, search } = effectScope().run(() => useTypedSearch())!;
  for (const text of ['s', 'so', ' soil ']) {
    typed.value = text;
    await nextTick();
    vi.advanceTimersByTime(200);
  }
  expect(search.value).toBe('');
  vi.advanceTimersByTime(100);
  expect(search.value).toBe('soil');
});

it('asks nothing any more when the page is left', async () => {
  const scope = effectScope();
  const { typed, search } = scope.run(() => useTypedSearch())!;
  typed.value = 'soil';
  await nextTick();
  scope.stop();
  vi.advanceTimersByTime(1000);
  expect(search.value).toBe('');
});

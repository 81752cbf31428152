import { effectScope, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { useApiPages } from './useApiPages';

const networkOff = globalThis.fetch;
const asked: string[] = [];

function serve(pages: Record<string, unknown>) {
  globalThis.fetch = ((input: Request) => {
    const { pathname, search } = new URL(input.url);
    asked.push(pathname + search);
    return Promise.resolve(new Response(JSON.stringify(pages[pathname + search]), { headers: { 'Content-Type': 'application/json' } }));
  }) as typeof fetch;
}

afterEach(() => {
  globalThis.fetch = networkOff;
  asked.length = 0;
});

describe('useApiPages', () => {
  it('grows page by page and starts again when a filter changes', async () => {
    serve({
      '/c': { results: [1, 2], next: 'abc' },
      '/c?cursor=abc': { results: [3], next: null },
      '/c?search=x': { results: [9], next: null },
    });
    const search = ref('');
    const scope = effectScope();
    const list = scope.run(() => useApiPages<number>('/c', () => ({ search: search.value })))!;
    await expect.poll(() => list.items.value).toEqual([1, 2]);
    expect(list.hasMore.value).toBe(true);
    await list.loadMore();
    expect([list.items.value, list.hasMore.value]).toEqual([[1, 2, 3], false]);
    search.value = 'x';
    await expect.poll(() => list.items.value).toEqual([9]);
    expect(asked).toEqual(['/c', '/c?cursor=abc', '/c?search=x']);
    scope.stop();
  });
});

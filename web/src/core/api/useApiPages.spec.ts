import { effectScope, nextTick, ref } from 'vue';
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

const settled = async () => {
  for (let round = 0; round < 10; round++)
    await nextTick();
  await new Promise(resolve => setImmediate(resolve));
};

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
    await settled();
    expect([list.items.value, list.hasMore.value]).toEqual([[1, 2], true]);
    await list.loadMore();
    expect([list.items.value, list.hasMore.value]).toEqual([[1, 2, 3], false]);
    search.value = 'x';
    await settled();
    expect(list.items.value).toEqual([9]);
    expect(asked).toEqual(['/c', '/c?cursor=abc', '/c?search=x']);
    scope.stop();
  });
});

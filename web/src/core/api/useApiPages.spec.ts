import { effectScope, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { useAllPages } from './useAllPages';
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

describe('useAllPages', () => {
  it('fetches page after page, and anew when the address changes', async () => {
    serve({
      '/c': { results: [1, 2], next: 'abc' },
      '/c?cursor=abc': { results: [3], next: 'def' },
      '/c?cursor=def': { results: [4], next: null },
      '/d': { results: [8], next: 'x' },
      '/d?cursor=x': { results: [9], next: null },
    });
    const path = ref('/c');
    const scope = effectScope();
    const list = scope.run(() => useAllPages<number>(path))!;
    await expect.poll(() => list.items.value).toEqual([1, 2, 3, 4]);
    path.value = '/d';
    await expect.poll(() => list.items.value).toEqual([8, 9]);
    expect(asked).toEqual(['/c', '/c?cursor=abc', '/c?cursor=def', '/d', '/d?cursor=x']);
    scope.stop();
  });

  it('stops at a problem, and at a page that brings nothing', async () => {
    let answer = (): Promise<Response> => Promise.reject(new TypeError('no network'));
    globalThis.fetch = ((input: Request) => {
      asked.push(new URL(input.url).search);
      return asked.length === 1 ? Promise.resolve(Response.json({ results: [1], next: 'abc' })) : answer();
    }) as typeof fetch;
    const scope = effectScope();
    const list = scope.run(() => useAllPages<number>('/c'))!;
    await expect.poll(() => list.problem.value).toBeTruthy();
    expect(list.items.value).toEqual([1]);
    answer = () => Promise.resolve(Response.json({ results: [], next: 'again' }));
    asked.length = 1;
    await list.loadMore();
    await new Promise(done => setTimeout(done, 20));
    expect(asked).toHaveLength(2);
    scope.stop();
  });
});

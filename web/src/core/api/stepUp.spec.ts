import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { http, onProblem, onStepUpNeeded } from './http';

const networkOff = globalThis.fetch;
let bodies: string[] = [];
let isProved = false;

beforeEach(() => {
  bodies = [];
  isProved = false;
  document.cookie = 'csrftoken=abc';
  globalThis.fetch = (async (request: Request) => {
    bodies.push(await request.text());
    return isProved
      ? new Response('{"ok":true}')
      : new Response('{"code":"step-up-needed"}', { status: 403, headers: { 'Content-Type': 'application/problem+json' } });
  }) as typeof fetch;
});

afterEach(() => {
  globalThis.fetch = networkOff;
});

describe('a request that needs a fresh proof', () => {
  it('is sent again with its body once the person confirmed, and nobody hears of it', async () => {
    const heard: string[] = [];
    const stop = onProblem(problem => heard.push(problem.code));
    const stopAsking = onStepUpNeeded(() => {
      isProved = true;
      return Promise.resolve(true);
    });
    expect(await http.post('/api/v1/things', { a: 1 })).toEqual({ ok: true });
    expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
    expect(heard).toEqual([]);
    stopAsking();
    stop();
  });

  it('fails where the person does not confirm', async () => {
    const stopAsking = onStepUpNeeded(() => Promise.resolve(false));
    await expect(http.post('/api/v1/things', { a: 1 })).rejects.toMatchObject({ code: 'step-up-needed' });
    expect(bodies).toHaveLength(1);
    stopAsking();
  });

  it('fails where nobody can ask', async () => {
    await expect(http.delete('/api/v1/things/1')).rejects.toMatchObject({ status: 403 });
  });
});

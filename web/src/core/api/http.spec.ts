import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildUrl, http, onProblem } from './http';
import { Problem } from './Problem';

const seen: Request[] = [];
let answer: (request: Request) => Response = () => new Response('{}');

function serve(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = input instanceof Request ? input : new Request(new URL(String(input), location.origin), init);
  seen.push(request);
  return Promise.resolve(answer(request));
}

const networkOff = globalThis.fetch;

beforeEach(() => {
  globalThis.fetch = serve as typeof fetch;
  seen.length = 0;
  document.cookie = 'csrftoken=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
});

afterEach(() => {
  globalThis.fetch = networkOff;
});

describe('http', () => {
  it('sends the token with what changes something, and only then', async () => {
    document.cookie = 'csrftoken=abc';
    answer = () => new Response('{}');
    await http.get('/api/v1/things');
    await http.post('/api/v1/things', { a: 1 });
    expect(seen.map(request => request.headers.get('X-CSRFToken'))).toEqual([null, 'abc']);
    expect(await seen[1]!.text()).toBe('{"a":1}');
    expect(seen[1]!.headers.get('Content-Type')).toBe('application/json');
  });

  it('fetches the token first when there is none', async () => {
    answer = (request) => {
      if (request.url.endsWith('/config'))
        document.cookie = 'csrftoken=fresh';
      return new Response('{}');
    };
    await http.post('/api/v1/things');
    expect(seen.map(request => new URL(request.url).pathname)).toEqual(['/_allauth/browser/v1/config', '/api/v1/things']);
    expect(seen[1]!.headers.get('X-CSRFToken')).toBe('fresh');
  });

  it('throws a problem and tells who listens', async () => {
    answer = () => new Response('{"code":"course-full","title":"Full"}', { status: 409, headers: { 'Content-Type': 'application/problem+json' } });
    const heard: string[] = [];
    const stop = onProblem(problem => heard.push(problem.code));
    await expect(http.get('/api/v1/things')).rejects.toMatchObject({ status: 409, code: 'course-full' });
    stop();
    expect(heard).toEqual(['course-full']);
  });

  it('calls an unreachable server offline', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('failed'));
    const problem: unknown = await http.get('/api/v1/things').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'offline', isOffline: true });
  });

  it('answers with nothing to an empty body', async () => {
    document.cookie = 'csrftoken=abc';
    answer = () => new Response(null, { status: 204 });
    expect(await http.delete('/api/v1/things/1')).toBeUndefined();
  });
});

describe('buildUrl', () => {
  it('leaves out what has no value, so that equal filters are equal addresses', () => {
    expect(buildUrl('/c', { search: '', level: null, tag: undefined, page: 0, is_open: false })).toBe('/c?page=0&is_open=false');
    expect(buildUrl('/c', { tag: ['a', 'b c'] })).toBe('/c?tag=a&tag=b+c');
    expect(buildUrl('/c')).toBe('/c');
  });
});

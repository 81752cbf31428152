import { loadProblemTexts } from '../i18n';
import { Problem, problemFromResponse } from './Problem';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const TOKEN_SOURCE = '/_allauth/browser/v1/config';

type Listener = (problem: Problem) => void;
const listeners = new Set<Listener>();

/** Tells the listener about every failed request; returns how to stop. */
export function onProblem(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type StepUp = () => Promise<boolean>;
let askForProof: StepUp | null = null;

/** `ask` lets the person confirm who they are, and answers whether they did; the request is then sent again. */
export function onStepUpNeeded(ask: StepUp): () => void {
  askForProof = ask;
  return () => {
    if (askForProof === ask)
      askForProof = null;
  };
}

function readToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/** The token is in a cookie that the first answer sets; a page from a cache may not have it yet. */
async function csrfToken(): Promise<string> {
  const token = readToken();
  if (token)
    return token;
  await fetch(TOKEN_SOURCE, { credentials: 'same-origin' }).catch(() => undefined);
  return readToken();
}

/**
 * `fetch` for our own server: sends the session and the CSRF token, throws a `Problem` for every failure.
 * Where the server wants a fresh proof of who asks, the person is asked and the request sent once more.
 */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const again = input instanceof Request ? input.clone() : input;
  try {
    return await send(input, init);
  }
  catch (error) {
    if (!(error instanceof Problem))
      throw error;
    await loadProblemTexts(error.code);
    if (error.code === 'step-up-needed' && await askForProof?.())
      return await send(again, init).catch(rethrowAnnounced);
    throw announce(error);
  }
}

function rethrowAnnounced(error: unknown): never {
  throw error instanceof Problem ? announce(error) : error;
}

async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input instanceof Request ? input : new URL(String(input), location.origin), { credentials: 'same-origin', ...init });
  request.headers.set('Accept', 'application/json');
  if (!SAFE.has(request.method))
    request.headers.set('X-CSRFToken', await csrfToken());
  let response: Response;
  try {
    response = await fetch(request);
  }
  catch (error) {
    if (request.signal.aborted)
      throw error;
    throw new Problem({ status: 0, code: 'offline', title: 'The server cannot be reached.' });
  }
  if (!response.ok)
    throw await problemFromResponse(response);
  return response;
}

function announce(problem: Problem): Problem {
  for (const listener of listeners)
    listener(problem);
  return problem;
}

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  /** A plain object is sent as JSON, a FormData as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** `path` with its query; keys without a value are left out, so equal filters give equal addresses. */
export function buildUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '')
      continue;
    for (const item of Array.isArray(value) ? value : [value])
      parameters.append(key, String(item));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** One JSON request. Returns the decoded body, `undefined` for an empty answer; throws `Problem`. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const { query, body, headers, signal } = options;
  const isForm = body instanceof FormData;
  const response = await apiFetch(buildUrl(path, query), {
    method,
    signal,
    headers: { ...(body === undefined || isForm ? {} : { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export const http = {
  get: <T>(path: string, query?: Record<string, QueryValue>, options?: RequestOptions) => request<T>('GET', path, { ...options, query }),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, { ...options, body }),
  delete: <T>(path: string, options?: RequestOptions) => request<T>('DELETE', path, options),
};

import { Problem, problemFromResponse } from './Problem';

export interface Sending { method?: 'POST' | 'PUT'; signal?: AbortSignal; onLoaded?: (bytes: number, of: number) => void }

function token(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

/**
 * Sends a form or a piece of a file and tells how many bytes have gone; `fetch` cannot tell that, so this is the older way.
 * Throws `Problem`, also when `signal` gave it up.
 */
export async function sendWithProgress<T>(url: string, body: FormData | Blob, { method = 'POST', signal, onLoaded }: Sending = {}): Promise<T> {
  const request = new XMLHttpRequest();
  request.open(method, url);
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('X-CSRFToken', token());
  if (body instanceof Blob)
    request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.upload.onprogress = event => onLoaded?.(event.loaded, Math.max(1, event.total));
  const giveUp = () => request.abort();
  signal?.addEventListener('abort', giveUp);
  await new Promise<void>((resolve) => {
    request.onloadend = () => resolve();
    request.send(body);
  });
  signal?.removeEventListener('abort', giveUp);
  if (request.status === 0)
    throw new Problem({ status: 0, code: 'offline', title: 'The server cannot be reached.' });
  if (request.status >= 400) {
    const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '', 'X-Request-Id': request.getResponseHeader('X-Request-Id') ?? '' };
    throw await problemFromResponse(new Response(request.responseText, { status: request.status, headers }));
  }
  return JSON.parse(request.responseText) as T;
}

import { http } from '../api';
import { LiveLink, type LiveMessage, type LiveTicket } from './LiveLink';

type Listener = (message: LiveMessage) => void;

const listeners = new Set<Listener>();
let link: LiveLink | null = null;

/** Calls the listener for every piece of news; returns how to stop. */
export function hearNews(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tellNews(message: LiveMessage): void {
  for (const listener of [...listeners])
    listener(message);
}

/** Begins to listen for the signed-in person; does nothing when it has begun. */
export function startLive(): void {
  if (link)
    return;
  link = new LiveLink({
    ticket: () => http.post<LiveTicket>('/api/v1/live/tickets', {}),
    messages: async after => (await http.get<{ messages: LiveMessage[] }>('/api/v1/live/messages', { after })).messages,
    open: url => new EventSource(url),
  }, tellNews);
  void link.start();
}

export function stopLive(): void {
  link?.stop();
  link = null;
}

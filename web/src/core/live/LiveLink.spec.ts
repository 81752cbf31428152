import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveLink, type LiveMessage, type LiveSource } from './LiveLink';

class Stream extends EventTarget {
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  isClosed = false;
  constructor(readonly url: string) {
    super();
  }

  close(): void {
    this.isClosed = true;
  }

  send(...ids: number[]): void {
    for (const id of ids)
      this.onmessage?.({ data: JSON.stringify({ id, kind: 'seat.offered', payload: {} }) });
  }
}

const news = (id: number): LiveMessage => ({ id, kind: 'seat.offered', payload: {} });

describe('LiveLink', () => {
  let streams: Stream[];
  let heard: number[];
  let asked: number[];
  let missed: LiveMessage[];
  let url: string;
  let isDown: boolean;
  let link: LiveLink;

  beforeEach(() => {
    vi.useFakeTimers();
    [streams, heard, asked, missed, url, isDown] = [[], [], [], [], 'http://site:81/live', false];
    const source: LiveSource = {
      ticket: async () => {
        if (isDown)
          throw new Error('down');
        return { url, ticket: 'a b', newest_id: 10 };
      },
      messages: async (after) => {
        asked.push(after);
        return missed;
      },
      open: (address) => {
        const stream = new Stream(address);
        streams.push(stream);
        return stream as unknown as EventSource;
      },
    };
    link = new LiveLink(source, message => heard.push(message.id));
  });
  afterEach(() => {
    link.stop();
    vi.useRealTimers();
  });

  it('listens from the newest message on and hears each once, in whatever order', async () => {
    await link.start();
    expect(streams[0]?.url).toBe('http://site:81/live?ticket=a%20b&after=10');
    streams[0]?.send(12, 11, 12);
    expect(heard).toEqual([12, 11]);
  });

  it('comes back with a new ticket after a break and asks from the last message', async () => {
    await link.start();
    streams[0]?.onopen?.();
    streams[0]?.send(14);
    streams[0]?.onerror?.();
    expect(streams[0]?.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(3000);
    expect(streams[1]?.url).toContain('after=14');
  });

  it('renews at once when the server ends the stream', async () => {
    await link.start();
    streams[0]?.dispatchEvent(new Event('renew'));
    await vi.advanceTimersByTimeAsync(0);
    expect(streams).toHaveLength(2);
  });

  it('asks every half minute where no stream comes through', async () => {
    missed = [news(11)];
    await link.start();
    streams[0]?.onerror?.();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([10, 11, 11]);
    expect(heard).toEqual([11]);
  });

  it('asks where the site has no listener', async () => {
    url = '';
    await link.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(streams).toHaveLength(0);
    expect(asked).toEqual([10, 10]);
  });

  it('tries again while the server is away', async () => {
    isDown = true;
    await link.start();
    isDown = false;
    await vi.advanceTimersByTimeAsync(6000);
    expect(streams).toHaveLength(1);
  });

  it('lets go while nobody looks, and catches up when somebody does', async () => {
    await link.start();
    streams[0]?.onopen?.();
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(61_000);
    expect(streams[0]?.isClosed).toBe(true);
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(streams[1]?.url).toContain('after=10');
    hidden.mockRestore();
  });

  it('is silent after its end', async () => {
    await link.start();
    link.stop();
    streams[0]?.send(20);
    expect(heard).toEqual([]);
  });
});

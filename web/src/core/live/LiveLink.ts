/** One piece of news from the server. */
export interface LiveMessage {
  id: number;
  kind: string;
  payload: Record<string, unknown>;
}

export interface LiveTicket {
  url: string;
  ticket: string;
  newest_id: number;
}

export interface LiveSource {
  ticket: () => Promise<LiveTicket>;
  messages: (after: number) => Promise<LiveMessage[]>;
  open: (url: string) => EventSource;
}

const ASK_EVERY_MS = 30_000;
const RETRY_MS = 3_000;
const LONGEST_RETRY_MS = 120_000;
/** A tab nobody looks at lets go of its stream after this, and asks what it missed when it is seen again. */
const HIDDEN_MS = 60_000;

/**
 * Brings news to this page: by a stream where one comes through, else by asking every half minute. After a break it
 * asks for everything since the last message it knows, so nothing is missed and nothing comes twice.
 */
export class LiveLink {
  private last: number | null = null;
  private stream: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retries = 0;
  private isStopped = false;
  private isResting = false;
  private run = 0;

  constructor(private readonly source: LiveSource, private readonly tell: (message: LiveMessage) => void) {
    document.addEventListener('visibilitychange', this.onVisibility);
  }

  async start(): Promise<void> {
    const run = ++this.run;
    clearTimeout(this.timer);
    let ticket: LiveTicket;
    try {
      ticket = await this.source.ticket();
    }
    catch {
      // Signed out, offline or restarting: try again, less and less often.
      this.again(this.pause());
      return;
    }
    if (this.isStopped || run !== this.run)
      return;
    this.last ??= ticket.newest_id;
    if (!ticket.url) {
      await this.ask();
      return;
    }
    this.listen(ticket);
  }

  stop(): void {
    this.isStopped = true;
    this.letGo();
    document.removeEventListener('visibilitychange', this.onVisibility);
  }

  private listen(ticket: LiveTicket): void {
    const stream = this.source.open(`${ticket.url}?ticket=${encodeURIComponent(ticket.ticket)}&after=${this.last}`);
    this.stream = stream;
    let hasOpened = false;
    stream.onopen = () => {
      hasOpened = true;
      this.retries = 0;
    };
    stream.onmessage = event => this.receive(JSON.parse(String(event.data)) as LiveMessage);
    // The ticket is used up: a new stream needs a new one, so the browser's own retry is of no use.
    stream.addEventListener('renew', () => this.reopen(stream, 0));
    stream.onerror = () => {
      if (hasOpened)
        this.reopen(stream, RETRY_MS);
      else if (this.stream === stream)
        this.fallBack(stream);
    };
  }

  private reopen(stream: EventSource, delay: number): void {
    if (this.stream !== stream)
      return;
    this.letGo();
    this.again(delay);
  }

  /** No stream comes through here, for instance because a proxy hides the port. */
  private fallBack(stream: EventSource): void {
    stream.close();
    this.stream = null;
    void this.ask();
  }

  private async ask(): Promise<void> {
    const run = this.run;
    try {
      for (const message of await this.source.messages(this.last ?? 0))
        this.receive(message);
      this.retries = 0;
    }
    catch {
      this.retries += 1;
    }
    if (!this.isStopped && !this.isResting && run === this.run)
      this.timer = setTimeout(() => void this.ask(), ASK_EVERY_MS);
  }

  private receive(message: LiveMessage): void {
    if (this.isStopped || message.id <= 0 || this.known.has(message.id))
      return;
    this.known.add(message.id);
    this.last = Math.max(this.last ?? 0, message.id);
    this.tell(message);
  }

  // Numbers may come out of order: the highest alone does not say what is new.
  private readonly known = new Set<number>();

  private readonly onVisibility = (): void => {
    clearTimeout(this.timer);
    if (document.hidden) {
      this.timer = setTimeout(() => {
        this.isResting = true;
        this.letGo();
      }, HIDDEN_MS);
    }
    else if (this.isResting || !this.stream) {
      this.isResting = false;
      void this.start();
    }
  };

  private letGo(): void {
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  private again(delay: number): void {
    if (!this.isStopped)
      this.timer = setTimeout(() => void this.start(), delay);
  }

  private pause(): number {
    this.retries += 1;
    return Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** this.retries);
  }
}

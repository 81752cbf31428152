import { Problem } from '../../core/api';
import type { DeviceEvent, EventKind, EventStore } from './deviceEvents';

/** Hands events of one page to the server; resolves when they are on disk there. */
export type TellEvents = (client: string, events: DeviceEvent[]) => Promise<void>;

const MOST_AT_ONCE = 100;
const BEAT_MS = 20_000;
const SOON_MS = 800;

/** Keeps what a page noticed until the server has it, and lets the server know now and then that the page is there. */
export class EventKeeper {
  private sequence = 0;
  private timer?: ReturnType<typeof setTimeout>;
  private isTelling = false;
  /** Something came while the server was being told. */
  private isMore = false;
  private isStopped = false;

  constructor(private readonly user: number, private readonly quiz: number, private readonly client: string, private readonly store: EventStore, private readonly tell: TellEvents) {}

  async note(kind: EventKind, seconds: number | null = null): Promise<void> {
    const event: DeviceEvent = { user: this.user, quiz: this.quiz, client: this.client, sequence: ++this.sequence, kind, seconds, at: Date.now() };
    await this.store.put(event);
    this.isMore = true;
    this.beatIn(SOON_MS);
  }

  start(): void {
    this.isStopped = false;
    void this.beat();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private beatIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped)
      this.timer = setTimeout(() => void this.beat(), milliseconds);
  }

  /** Sends what waits, an empty sign of life where nothing does. Events of earlier pages go under their names. */
  async beat(): Promise<void> {
    if (this.isTelling) {
      this.isMore = true;
      return;
    }
    this.isTelling = true;
    this.isMore = false;
    try {
      const waiting = await this.store.of(this.user, this.quiz);
      const clients = new Set([...waiting.map(event => event.client), this.client]);
      for (const client of clients)
        await this.send(client, waiting.filter(event => event.client === client).slice(0, MOST_AT_ONCE));
    }
    finally {
      this.isTelling = false;
      this.beatIn(this.isMore ? SOON_MS : BEAT_MS);
    }
  }

  private async send(client: string, events: DeviceEvent[]): Promise<void> {
    try {
      await this.tell(client, events);
      await this.store.drop(events);
    }
    catch (error) {
      if (!(error instanceof Problem))
        throw error;
      if (!error.isPassing)
        await this.store.drop(events);
    }
  }
}

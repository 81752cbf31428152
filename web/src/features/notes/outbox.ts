import { Problem } from '../../core/api';
import { recall, remember } from '../../core/storage';
import type { NoteValues, ServerNote } from './types';

/** What the server does not know yet of one note. */
export interface Entry {
  lessonId: number;
  isNew: boolean;
  version: number;
  values: Partial<NoteValues>;
  isDeleted?: boolean;
  /** Why the server will not take it: it stays on the device until its writer decides. */
  refused?: string;
}
type Entries = Record<string, Entry>;

interface Server {
  write: (lessonId: number, uuid: string, values: Partial<NoteValues>) => Promise<ServerNote>;
  change: (uuid: string, version: number, values: Partial<NoteValues>) => Promise<ServerNote>;
  delete: (uuid: string) => Promise<unknown>;
}
export interface OutboxEvents {
  saved: (note: ServerNote) => void;
  /** Another device changed the note meanwhile: one's own words go on as a note of their own. */
  parted: (uuid: string, copy: string) => void;
}

/**
 * Changes of notes on their way to the server. Everything is on the device before it is sent and goes only when the server
 * has it: neither a lost connection nor a closed tab loses a word.
 */
export class Outbox {
  private readonly key: string;
  private running: Promise<boolean> | null = null;

  constructor(userId: number, private readonly server: Server, private readonly events: OutboxEvents, private readonly newUuid: () => string) {
    this.key = `notes-outbox.${userId}`;
  }

  entries(): Entries {
    try {
      return JSON.parse(recall(this.key) ?? '{}') as Entries;
    }
    catch {
      return {};
    }
  }

  private change(act: (entries: Entries) => void): void {
    const entries = this.entries();
    act(entries);
    remember(this.key, Object.keys(entries).length ? JSON.stringify(entries) : null);
  }

  put(uuid: string, lessonId: number, version: number, values: Partial<NoteValues>): void {
    this.change((entries) => {
      const known = entries[uuid];
      entries[uuid] = { lessonId, isNew: known?.isNew ?? version === 0, version: known?.version ?? version, values: { ...known?.values, ...values } };
    });
  }

  /** Takes the note away; what the server never saw is gone at once. Answers whether there is something to send. */
  delete(uuid: string, lessonId: number, version: number): boolean {
    const isUnknown = this.entries()[uuid]?.isNew ?? version === 0;
    this.change((entries) => {
      if (isUnknown)
        delete entries[uuid];
      else
        entries[uuid] = { lessonId, isNew: false, version, values: {}, isDeleted: true };
    });
    return !isUnknown;
  }

  forget(uuid: string): void {
    this.change((entries) => {
      delete entries[uuid];
    });
  }

  /** Sends what waits, one after the other. Answers whether all is there. */
  flush(): Promise<boolean> {
    this.running ??= this.sendAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async sendAll(): Promise<boolean> {
    for (let waiting = this.waiting(); waiting.length; waiting = this.waiting()) {
      for (const [uuid, entry] of waiting) {
        if (!await this.send(uuid, entry))
          return false;
      }
    }
    return Object.keys(this.entries()).length === 0;
  }

  private waiting(): [string, Entry][] {
    return Object.entries(this.entries()).filter(([, entry]) => !entry.refused);
  }

  private async send(uuid: string, entry: Entry): Promise<boolean> {
    try {
      if (entry.isDeleted) {
        await this.server.delete(uuid).catch(ignoreGone);
        this.settle(uuid, entry, null);
      }
      else {
        const note = await (entry.isNew ? this.server.write(entry.lessonId, uuid, entry.values) : this.server.change(uuid, entry.version, entry.values));
        this.settle(uuid, entry, note);
        this.events.saved(note);
      }
      return true;
    }
    catch (error) {
      return this.fail(uuid, entry, error);
    }
  }

  /** What was written while it was on its way goes next. */
  private settle(uuid: string, sent: Entry, note: ServerNote | null): void {
    this.change((entries) => {
      const now = entries[uuid];
      if (!now || JSON.stringify(now.values) === JSON.stringify(sent.values) && !!now.isDeleted === !!sent.isDeleted)
        delete entries[uuid];
      else if (note)
        entries[uuid] = { ...now, isNew: false, version: note.row_version };
    });
  }

  /** Answers whether the next may be sent. */
  private fail(uuid: string, entry: Entry, error: unknown): boolean {
    if (!(error instanceof Problem))
      throw error;
    if (error.isOffline || error.status >= 500 || error.status === 429 || error.status === 401)
      return false;
    if (error.status === 412) {
      this.part(uuid, entry);
      return true;
    }
    this.change((entries) => {
      if (entries[uuid])
        entries[uuid].refused = error.code;
    });
    return true;
  }

  private part(uuid: string, entry: Entry): void {
    const copy = this.newUuid();
    const isWorthIt = !!entry.values.body || !!entry.values.quote;
    this.change((entries) => {
      delete entries[uuid];
      if (isWorthIt)
        entries[copy] = { lessonId: entry.lessonId, isNew: true, version: 0, values: entry.values };
    });
    this.events.parted(uuid, copy);
  }
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof Problem) || error.status !== 404)
    throw error;
}

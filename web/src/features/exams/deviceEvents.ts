import { deviceTable } from '../../core/deviceTable';

/** Something the page noticed, as the device keeps it until the server has it. What was typed or pasted is never part of it. */
export interface DeviceEvent {
  /** Whose exam it is: others may sit at the same device afterwards. */
  user: number;
  quiz: number;
  /** Names the page; with `sequence` it tells this event from all others. */
  client: string;
  sequence: number;
  kind: EventKind;
  seconds: number | null;
  /** When it happened, by this device's clock. */
  at: number;
}
export type EventKind = 'focus_lost' | 'focus_back' | 'full_screen_left' | 'full_screen_back' | 'full_screen_refused' | 'paste' | 'copy' | 'offline' | 'second_page';

export interface EventStore {
  put: (event: DeviceEvent) => Promise<void>;
  of: (user: number, quiz: number) => Promise<DeviceEvent[]>;
  drop: (events: DeviceEvent[]) => Promise<void>;
}

const onDisk = deviceTable<DeviceEvent>('edusync-exam-events', 'events', ['client', 'sequence']);
const kept = new Map<string, DeviceEvent>();
const keyOf = (event: DeviceEvent): [string, number] => [event.client, event.sequence];
const nameOf = (event: DeviceEvent): string => keyOf(event).join(' ');

/** On disk, or as long as the page lives where the browser gives no database. */
export const deviceEvents: EventStore = {
  async put(event) {
    kept.set(nameOf(event), event);
    await onDisk.put(event).catch(() => undefined);
  },
  async of(user, quiz) {
    const stored = await onDisk.all().catch(() => []);
    const all = new Map([...stored, ...kept.values()].map(event => [nameOf(event), event]));
    return [...all.values()].filter(event => event.user === user && event.quiz === quiz).sort((a, b) => a.at - b.at);
  },
  async drop(events) {
    for (const event of events)
      kept.delete(nameOf(event));
    await onDisk.change(table => events.forEach(event => table.delete(keyOf(event)))).catch(() => undefined);
  },
};

import { beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../core/api';
import { Outbox } from './outbox';
import type { Note, NoteValues, ServerNote } from './types';
import { withOwn, withWaiting } from './useLessonNotes';

const USER = 7;
const offline = () => new Problem({ status: 0, code: 'offline', title: '' });
const refusedWith = (status: number, code: string) => new Problem({ status, code, title: '' });

/** A server that keeps notes, and can be out of reach. */
function makeServer() {
  const kept = new Map<string, ServerNote>();
  const calls: string[] = [];
  let failure: Problem | null = null;
  const answer = async (call: string, act: () => ServerNote): Promise<ServerNote> => {
    calls.push(call);
    if (failure)
      throw failure;
    return act();
  };
  const store = (uuid: string, values: Partial<NoteValues>, version: number): ServerNote => {
    const note = { ...kept.get(uuid), ...values, uuid, row_version: version } as ServerNote;
    kept.set(uuid, note);
    return note;
  };
  return {
    kept,
    calls,
    fail: (problem: Problem | null) => { failure = problem; },
    write: (_lesson: number, uuid: string, values: Partial<NoteValues>) => answer(`write ${uuid}`, () => store(uuid, values, 1)),
    change: (uuid: string, version: number, values: Partial<NoteValues>) => answer(`change ${uuid} ${version}`, () => store(uuid, values, version + 1)),
    delete: (uuid: string) => answer(`delete ${uuid}`, () => {
      kept.delete(uuid);
      return {} as ServerNote;
    }),
  };
}

let server: ReturnType<typeof makeServer>;
let parted: string[];
function open(): Outbox {
  return new Outbox(USER, server, { saved: () => undefined, parted: uuid => parted.push(uuid) }, () => 'copy');
}
beforeEach(() => {
  localStorage.clear();
  server = makeServer();
  parted = [];
});

function noted(uuid: string, row_version: number): Note {
  return { uuid, row_version, body: '', quote: '', anchor: null, at_seconds: null, color: 'yellow', created_at: '2026-11-27T00:00:00Z' };
}

describe('an answer that comes late', () => {
  const uuids = (notes: readonly Note[]) => notes.map(note => note.uuid);

  it('leaves what was begun meanwhile where it is', () => {
    expect(uuids(withOwn([noted('a', 3)], [noted('new', 0)], new Set()))).toEqual(['a', 'new']);
  });
  it('leaves what was sent meanwhile', () => {
    expect(uuids(withOwn([noted('a', 3)], [noted('sent', 1)], new Set()))).toEqual(['a', 'sent']);
  });
  it('takes away what another device has deleted', () => {
    expect(uuids(withOwn([noted('a', 3)], [noted('a', 2), noted('gone', 2)], new Set(['a', 'gone'])))).toEqual(['a']);
  });
  it('brings nothing twice', () => {
    expect(withOwn([noted('a', 3)], [noted('a', 0)], new Set(['a']))).toEqual([noted('a', 3)]);
  });
});

describe('outbox of notes', () => {
  it('sends a new note once and then its changes', async () => {
    const outbox = open();
    outbox.put('a', 1, 0, { body: 'One' });
    expect(await outbox.flush()).toBe(true);
    outbox.put('a', 1, 1, { body: 'Two' });
    await outbox.flush();
    expect(server.calls).toEqual(['write a', 'change a 1']);
    expect(server.kept.get('a')?.body).toBe('Two');
    expect(outbox.entries()).toEqual({});
  });

  it('keeps what is written without a connection over a reload', async () => {
    server.fail(offline());
    const outbox = open();
    outbox.put('a', 1, 0, { body: 'On the train', color: 'green' });
    outbox.put('a', 1, 0, { body: 'On the train, still' });
    expect(await outbox.flush()).toBe(false);
    const later = open();
    expect(withWaiting([], later.entries(), 1).map(note => [note.body, note.color])).toEqual([['On the train, still', 'green']]);
    expect(withWaiting([], later.entries(), 2)).toEqual([]);
    server.fail(null);
    expect(await later.flush()).toBe(true);
    expect(server.kept.get('a')?.body).toBe('On the train, still');
  });

  it('sends what was typed while the first words were on their way', async () => {
    const outbox = open();
    outbox.put('a', 1, 0, { body: 'On' });
    const sending = outbox.flush();
    outbox.put('a', 1, 0, { body: 'One' });
    expect(await sending).toBe(true);
    expect(server.kept.get('a')?.body).toBe('One');
    expect(server.calls).toEqual(['write a', 'change a 1']);
  });

  it('forgets a note that was deleted before the server knew it', async () => {
    const outbox = open();
    outbox.put('a', 1, 0, { body: 'x' });
    expect(outbox.delete('a', 1, 0)).toBe(false);
    await outbox.flush();
    expect(server.calls).toEqual([]);
  });

  it('takes a note for deleted that is gone already', async () => {
    const outbox = open();
    server.fail(refusedWith(404, 'not-found'));
    outbox.delete('a', 1, 3);
    expect(await outbox.flush()).toBe(true);
  });

  it('keeps both versions when another device was faster', async () => {
    const outbox = open();
    server.fail(refusedWith(412, 'stale-version'));
    outbox.put('a', 1, 1, { body: 'Mine' });
    const sending = outbox.flush();
    await Promise.resolve();
    server.fail(null);
    await sending;
    await outbox.flush();
    expect(parted).toEqual(['a']);
    expect(server.kept.get('copy')?.body).toBe('Mine');
  });

  it('keeps a note that the server refuses, and goes on with the others', async () => {
    const outbox = open();
    const write = server.write;
    server.write = async (lesson, uuid, values) => uuid === 'a' ? Promise.reject(refusedWith(404, 'not-found')) : write(lesson, uuid, values);
    outbox.put('a', 1, 0, { body: 'No access' });
    outbox.put('b', 2, 0, { body: 'Fine' });
    expect(await outbox.flush()).toBe(false);
    expect(server.kept.has('b')).toBe(true);
    expect(outbox.entries().a).toMatchObject({ refused: 'not-found', values: { body: 'No access' } });
  });

  it('asks again later when the server is ill or the session is over', async () => {
    for (const status of [401, 429, 503]) {
      const outbox = open();
      server.fail(refusedWith(status, 'x'));
      outbox.put('a', 1, 0, { body: 'Wait' });
      expect(await outbox.flush()).toBe(false);
      expect(outbox.entries().a?.refused).toBeUndefined();
    }
  });
});

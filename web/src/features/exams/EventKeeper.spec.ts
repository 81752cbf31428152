import { describe, expect, it, vi } from 'vitest';
import { Problem } from '../../core/api';
import { deviceEvents } from './deviceEvents';
import { EventKeeper } from './EventKeeper';

const QUIZ = 7;

describe('what a page notices during an exam', () => {
  it('is told under the name of whoever sat there, also when somebody else sits at the device now', async () => {
    const refusing = vi.fn(() => Promise.reject(new Problem({ status: 0, code: 'offline', title: '' })));
    const ada = new EventKeeper(1, QUIZ, 'page of ada', deviceEvents, refusing);
    await ada.note('paste');
    await ada.beat();
    ada.stop();
    expect(refusing).toHaveBeenCalled();

    const told: [string, string[]][] = [];
    const listening = (client: string, events: { kind: string }[]) => {
      told.push([client, events.map(event => event.kind)]);
      return Promise.resolve();
    };
    const ben = new EventKeeper(2, QUIZ, 'page of ben', deviceEvents, listening);
    await ben.note('copy');
    await ben.beat();
    ben.stop();
    expect(told).toEqual([['page of ben', ['copy']]]);

    const back = new EventKeeper(1, QUIZ, 'next page of ada', deviceEvents, listening);
    await back.beat();
    back.stop();
    expect(told.slice(1)).toEqual([['page of ada', ['paste']], ['next page of ada', []]]);
  });
});

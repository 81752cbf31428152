import { expect, it } from 'vitest';
import { passageBefore } from './passages';
import type { Attempt, Slot } from './types';

const slots = [1, 2, 3].map(id => ({ id, passage_id: id < 3 ? 7 : null })) as unknown as Slot[];
const attempt = { passages: [{ id: 7, title: 'A walk', content: {} }] } as unknown as Attempt;

it('shows a passage once before the questions that share it', () => {
  expect(slots.map(slot => passageBefore(attempt, slots, slot)?.title)).toEqual(['A walk', undefined, undefined]);
});

it('shows it again with a question that stands alone', () => {
  expect(passageBefore(attempt, [slots[1]!], slots[1]!)?.title).toBe('A walk');
});

import { describe, expect, it } from 'vitest';
import { addCue, faultsOf, inOrder, mergeCues, splitCue } from './cueList';

const cues = [{ start_ms: 0, end_ms: 1000, text: 'One two' }, { start_ms: 1000, end_ms: 3000, text: 'three' }];

describe('list of cues', () => {
  it('adds a piece behind another, and in front', () => {
    expect(addCue(cues, 1)).toEqual({ cues: [...cues, { start_ms: 3000, end_ms: 5000, text: '' }], index: 2 });
    expect(addCue(cues, -1).cues[0]).toEqual({ start_ms: 0, end_ms: 2000, text: '' });
    expect(addCue(cues, 0, 200).cues[1]).toEqual({ start_ms: 200, end_ms: 1000, text: '' });
    expect(addCue([], -1, 4000)).toEqual({ cues: [{ start_ms: 4000, end_ms: 6000, text: '' }], index: 0 });
  });

  it('splits at a character and shares the time', () => {
    expect(splitCue(cues, 0, 3).slice(0, 2)).toEqual([{ start_ms: 0, end_ms: 429, text: 'One' }, { start_ms: 429, end_ms: 1000, text: 'two' }]);
    expect(splitCue(cues, 0, 0)).toEqual(cues);
    expect(splitCue(cues, 0, 7)).toEqual(cues);
  });

  it('merges with the next, nothing after the last', () => {
    expect(mergeCues(cues, 0)).toEqual([{ start_ms: 0, end_ms: 3000, text: 'One two three' }]);
    expect(mergeCues(cues, 1)).toEqual(cues);
  });

  it('names what is wrong by row', () => {
    expect(faultsOf([cues[0]!, { start_ms: 5, end_ms: 5, text: 'x' }, { start_ms: 6, end_ms: 7, text: ' ' }])).toEqual([
      { row: 1, code: 'end-before-start' }, { row: 2, code: 'blank' },
    ]);
  });

  it('orders by time', () => {
    expect(inOrder([cues[1]!, cues[0]!])).toEqual(cues);
  });
});

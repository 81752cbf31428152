import { describe, expect, it } from 'vitest';
import { findingPlace } from './findingPlace';

const finding = { code: 'image-without-alt', severity: 'warning', words: '', lesson_id: 4, lesson_title: 'Clay', block_id: 'b2' } as const;

describe('findingPlace', () => {
  it('leads to the block', () => {
    expect(findingPlace('soil', finding)).toBe('/teach/soil/build/4#block-b2');
  });

  it('leads to the lesson when it is about no block', () => {
    expect(findingPlace('soil', { ...finding, block_id: '' })).toBe('/teach/soil/build/4');
  });

  it('leads to the field of the settings, or to the outline when there is nothing to learn', () => {
    expect(findingPlace('soil', { ...finding, code: 'no-image', lesson_id: null, block_id: '' })).toBe('/teach/soil/settings#picture');
    expect(findingPlace('soil', { ...finding, code: 'no-lesson', lesson_id: null, block_id: '' })).toBe('/teach/soil/build');
  });
});

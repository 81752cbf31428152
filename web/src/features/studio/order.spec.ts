import { describe, expect, it } from 'vitest';
import { arranged, inOrder, jumpLesson, moveLessons, moveModule, placesOf, stepLesson, stepModule, type ModulePlace } from './order';
import type { StudioOutline } from './types';

const places: ModulePlace[] = [{ id: 1, lessons: [11, 12, 13] }, { id: 2, lessons: [21] }, { id: 3, lessons: [] }];

describe('moving lessons', () => {
  it('puts several behind a neighbor, in the order of the outline', () => {
    expect(moveLessons([21, 11], { module: 1, after: 12 })(places)).toEqual([{ id: 1, lessons: [12, 11, 21, 13] }, { id: 2, lessons: [] }, { id: 3, lessons: [] }]);
  });
  it('puts them first without a neighbor', () => {
    expect(moveLessons([13], { module: 1, after: null })(places)[0]!.lessons).toEqual([13, 11, 12]);
  });
  it('bears a neighbor that moves as well', () => {
    expect(moveLessons([12, 13], { module: 1, after: 13 })(places)[0]!.lessons).toEqual([11, 12, 13]);
  });
  it('does nothing when the module is gone', () => {
    expect(moveLessons([11], { module: 9, after: null })(places)).toBe(places);
  });
  it('keeps every lesson once', () => {
    for (const id of [11, 12, 13, 21]) {
      for (const target of places) {
        const moved = moveLessons([id], { module: target.id, after: target.lessons[0] ?? null })(places);
        expect(moved.flatMap(place => place.lessons).toSorted()).toEqual([11, 12, 13, 21]);
      }
    }
  });
});

describe('stepping by key', () => {
  it('passes the neighbor', () => {
    expect(stepLesson(places, 11, 1)).toEqual({ module: 1, after: 12 });
    expect(stepLesson(places, 13, -1)).toEqual({ module: 1, after: 11 });
    expect(stepLesson(places, 12, -1)).toEqual({ module: 1, after: null });
  });
  it('goes into the module beside it at an edge', () => {
    expect(stepLesson(places, 13, 1)).toEqual({ module: 2, after: null });
    expect(stepLesson(places, 21, -1)).toEqual({ module: 1, after: 13 });
    expect(stepLesson(places, 11, -1)).toBeNull();
  });
  it('jumps to the end of another module', () => {
    expect(jumpLesson(places, 11, 1)).toEqual({ module: 2, after: 21 });
    expect(jumpLesson(places, 21, 1)).toEqual({ module: 3, after: null });
    expect(jumpLesson(places, 11, -1)).toBeNull();
  });
  it('moves modules', () => {
    expect(stepModule(places, 1, -1)).toBeUndefined();
    expect(moveModule(1, stepModule(places, 1, 1)!)(places).map(place => place.id)).toEqual([2, 1, 3]);
    expect(moveModule(2, stepModule(places, 2, -1) ?? null)(places).map(place => place.id)).toEqual([2, 1, 3]);
  });
});

it('lists chosen lessons as they stand', () => {
  expect(inOrder(places, new Set([21, 12]))).toEqual([12, 21]);
});

it('arranges an outline and sums its minutes', () => {
  const lesson = (id: number) => ({ id, estimated_minutes: id });
  const outline = { modules: [{ id: 1, lessons: [lesson(2), lesson(3)] }, { id: 5, lessons: [] }] } as unknown as StudioOutline;
  const moved = arranged(outline, moveLessons([3], { module: 5, after: null })(placesOf(outline)));
  expect(moved.modules.map(module => module.minutes)).toEqual([2, 3]);
});

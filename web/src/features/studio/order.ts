import type { StudioLesson, StudioOutline } from './types';

/** A module and its lessons in order. */
export interface ModulePlace {
  id: number;
  lessons: number[];
}

/** Where lessons go: into a module, behind a lesson, or at its start when `after` is null. */
export interface Target {
  module: number;
  after: number | null;
}

/** A change of order that can be made again to another order, should somebody else have been faster. */
export type Intent = (places: ModulePlace[]) => ModulePlace[];

export function placesOf(outline: Pick<StudioOutline, 'modules'>): ModulePlace[] {
  return outline.modules.map(module => ({ id: module.id, lessons: module.lessons.map(lesson => lesson.id) }));
}

/** The outline with its modules and lessons as the places say. */
export function arranged(outline: StudioOutline, places: ModulePlace[]): StudioOutline {
  const lessons = new Map<number, StudioLesson>(outline.modules.flatMap(module => module.lessons.map(lesson => [lesson.id, lesson])));
  const modules = new Map(outline.modules.map(module => [module.id, module]));
  return {
    ...outline,
    modules: places.flatMap((place) => {
      const module = modules.get(place.id);
      const own = place.lessons.flatMap(id => lessons.get(id) ?? []);
      return module ? [{ ...module, lessons: own, minutes: own.reduce((sum, lesson) => sum + lesson.estimated_minutes, 0) }] : [];
    }),
  };
}

/** Lessons of the outline, in its order. */
export function inOrder(places: ModulePlace[], ids: ReadonlySet<number>): number[] {
  return places.flatMap(place => place.lessons.filter(id => ids.has(id)));
}

export function moveLessons(ids: readonly number[], target: Target): Intent {
  return (places) => {
    if (!places.some(place => place.id === target.module))
      return places;
    const moved = new Set(ids);
    const present = inOrder(places, moved);
    return places.map((place) => {
      const rest = place.lessons.filter(id => !moved.has(id));
      if (place.id !== target.module)
        return { ...place, lessons: rest };
      // The neighbor may itself be among the moved: then the nearest before it that stays counts.
      const until = target.after === null ? [] : place.lessons.slice(0, place.lessons.indexOf(target.after) + 1).filter(id => !moved.has(id));
      return { ...place, lessons: [...until, ...present, ...rest.slice(until.length)] };
    });
  };
}

export function moveModule(id: number, after: number | null): Intent {
  return (places) => {
    const module = places.find(place => place.id === id);
    if (!module || id === after)
      return places;
    const rest = places.filter(place => place.id !== id);
    const at = after === null ? 0 : rest.findIndex(place => place.id === after) + 1;
    return [...rest.slice(0, at), module, ...rest.slice(at)];
  };
}

/** One step up or down: past the neighbor, and at a module's edge into the module beside it. */
export function stepLesson(places: ModulePlace[], id: number, step: -1 | 1): Target | null {
  const at = places.findIndex(place => place.lessons.includes(id));
  const module = places[at];
  if (!module)
    return null;
  const index = module.lessons.indexOf(id);
  const next = index + step;
  if (next >= 0 && next < module.lessons.length)
    return { module: module.id, after: (step > 0 ? module.lessons[next] : module.lessons[next - 1]) ?? null };
  return besideModule(places, at, step);
}

function besideModule(places: ModulePlace[], at: number, step: -1 | 1): Target | null {
  const beside = places[at + step];
  if (!beside)
    return null;
  return { module: beside.id, after: step > 0 ? null : beside.lessons.at(-1) ?? null };
}

/** The end of the module before or after the one that holds the lesson. */
export function jumpLesson(places: ModulePlace[], id: number, step: -1 | 1): Target | null {
  const at = places.findIndex(place => place.lessons.includes(id));
  const beside = at < 0 ? undefined : places[at + step];
  return beside ? { module: beside.id, after: beside.lessons.at(-1) ?? null } : null;
}

/** Behind which module a module stands after one step; undefined when it cannot go there. */
export function stepModule(places: ModulePlace[], id: number, step: -1 | 1): number | null | undefined {
  const at = places.findIndex(place => place.id === id);
  const next = at + step;
  if (at < 0 || next < 0 || next >= places.length)
    return undefined;
  return step > 0 ? places[next]!.id : places[next - 1]?.id ?? null;
}

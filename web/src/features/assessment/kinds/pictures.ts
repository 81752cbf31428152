import type { Place, ShownPlace } from '../types';

const TENTH = 10;
const within = (value: number): number => Math.round(Math.min(100, Math.max(0, value)) * TENTH) / TENTH;

/** Where on the element the pointer is, in percent. */
export function placeOf(event: { clientX: number; clientY: number }, element: Element): Place {
  const box = element.getBoundingClientRect();
  return [within((event.clientX - box.left) / box.width * 100), within((event.clientY - box.top) / box.height * 100)];
}

export function isOn(event: { clientX: number; clientY: number }, element: Element): boolean {
  const box = element.getBoundingClientRect();
  return event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
}

/** The place after an arrow key; with shift in larger steps. */
export function moved([left, top]: Place, key: string, isFar: boolean): Place | null {
  const step = isFar ? 10 : 2;
  const by: Record<string, Place> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  const found = by[key];
  return found ? [within(left + found[0]), within(top + found[1])] : null;
}

/** The box around an area, in percent of the picture's width and height. */
export function boxOf(place: ShownPlace, ratio: number): { left: number; top: number; width: number; height: number } {
  if (place.shape === 'circle') {
    const down = place.radius! / ratio;
    return { left: place.x! - place.radius!, top: place.y! - down, width: place.radius! * 2, height: down * 2 };
  }
  if (place.shape === 'polygon') {
    const across = place.corners!.map(corner => corner[0]);
    const down = place.corners!.map(corner => corner[1]);
    const [left, top] = [Math.min(...across), Math.min(...down)];
    return { left, top, width: Math.max(...across) - left, height: Math.max(...down) - top };
  }
  return { left: place.x!, top: place.y!, width: place.width!, height: place.height! };
}

/** An area on a picture as it is edited; places and sizes are percent. */
export interface Area {
  shape: 'rectangle' | 'circle' | 'polygon';
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  radius?: number;
  corners?: [number, number][];
  is_right?: boolean;
  label?: string;
  item?: number;
}
export type Shape = Area['shape'];
export type Corner = [number, number];

const round = (value: number): number => Math.round(value * 10) / 10;

/** The area between where the pointer went down and where it is. A radius is percent of the width. */
export function drawn(shape: Shape, from: Corner, to: Corner, ratio: number): Area {
  if (shape === 'circle')
    return { shape, x: from[0], y: from[1], radius: round(Math.max(1, Math.hypot(to[0] - from[0], (to[1] - from[1]) * ratio))) };
  const left = Math.min(from[0], to[0]);
  const top = Math.min(from[1], to[1]);
  return { shape, x: left, y: top, width: round(Math.max(1, Math.abs(to[0] - from[0]))), height: round(Math.max(1, Math.abs(to[1] - from[1]))) };
}

/** A new area in the middle, for who does not draw. */
export function middle(shape: Shape): Area {
  if (shape === 'circle')
    return { shape, x: 50, y: 50, radius: 8 };
  return shape === 'rectangle' ? { shape, x: 40, y: 40, width: 20, height: 20 } : { shape, corners: [[40, 40], [60, 40], [50, 60]] };
}

/** `10,20 30,20 30,60` and back. */
export const cornersText = (corners: readonly Corner[] = []): string => corners.map(corner => corner.join(',')).join(' ');
export function cornersOf(text: string): Corner[] {
  return text.trim().split(/\s+/).map(pair => pair.split(',').map(Number)).filter((pair): pair is Corner => pair.length === 2 && pair.every(Number.isFinite));
}

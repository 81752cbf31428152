export interface Point { readonly at: number; readonly value: number }
export interface Box { readonly width: number; readonly height: number }

/** Path of an SVG line through the points: time to the right, zero at the bottom, the greatest value at the top. */
export function linePath(points: readonly Point[], { width, height }: Box): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return '';
  const span = last.at - first.at || 1;
  const greatest = Math.max(...points.map(point => point.value), 1);
  const place = (point: Point): string => `${round((point.at - first.at) / span * width)} ${round(height - point.value / greatest * height)}`;
  // One point alone is drawn over the whole width: a level.
  if (points.length === 1) return `M0 ${place(first).split(' ')[1] ?? ''}H${width}`;
  return `M${points.map(place).join('L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

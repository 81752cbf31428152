/** The list with the item at `from` moved by so many places; unchanged where there is no place. */
export function moveItem<T>(items: readonly T[], from: number, step: number): T[] {
  const to = from + step;
  const moved = [...items];
  if (to < 0 || to >= items.length)
    return moved;
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}

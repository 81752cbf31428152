/** What decides a place in line: lower priority first, then who came first. */
export interface InLine { id: number; priority: number; joined_at: string }
export interface PriorityChange { id: number; priority: number }

export const TOP_PRIORITY = 0;
export const LAST_PRIORITY = 32_767;
const STEP = 10;

function comesBefore(one: InLine, other: InLine): boolean {
  if (one.priority !== other.priority)
    return one.priority < other.priority;
  return one.joined_at === other.joined_at ? one.id < other.id : one.joined_at < other.joined_at;
}

/** The priority with which `row` stands right before `below`: its own where that is enough. */
function before(row: InLine, below: InLine): InLine {
  const same = { ...row, priority: below.priority };
  if (comesBefore(row, below))
    return row;
  return comesBefore(same, below) ? same : { ...row, priority: below.priority - 1 };
}

function behind(row: InLine, above: InLine): InLine {
  const same = { ...row, priority: above.priority };
  if (comesBefore(above, row))
    return row;
  return comesBefore(above, same) ? same : { ...row, priority: above.priority + 1 };
}

/** From the one that moved towards the front, everybody gets a lower number who needs it. */
function pressedUp(rows: readonly InLine[], at: number): InLine[] {
  const next = [...rows];
  for (let place = at; place >= 0 && place < next.length - 1; place--)
    next[place] = before(next[place]!, next[place + 1]!);
  return next;
}

/** The same towards the end of the line. */
function pressedDown(rows: readonly InLine[], at: number): InLine[] {
  const next = [...rows];
  for (let place = Math.max(at, 1); place < next.length; place++)
    next[place] = behind(next[place]!, next[place - 1]!);
  return next;
}

function isLine(rows: readonly InLine[]): boolean {
  return rows.every((row, place) => row.priority >= TOP_PRIORITY && row.priority <= LAST_PRIORITY && (place === 0 || comesBefore(rows[place - 1]!, row)));
}

/** Which priorities have to change so that the person at `from` stands at `to`: as few as possible. */
export function changesOfMove(rows: readonly InLine[], from: number, to: number): PriorityChange[] {
  const wanted = [...rows];
  const [moved] = wanted.splice(from, 1);
  if (!moved || from === to)
    return [];
  wanted.splice(to, 0, moved);
  const old = new Map(rows.map(row => [row.id, row.priority]));
  const changed = (next: InLine[]) => next.filter(row => old.get(row.id) !== row.priority).map(({ id, priority }) => ({ id, priority }));
  const ways = [pressedUp(wanted, to), pressedDown(wanted, to)].filter(isLine);
  const renumbered = wanted.map((row, place) => ({ ...row, priority: (place + 1) * STEP }));
  return [...ways, renumbered].map(changed).sort((one, other) => one.length - other.length)[0]!;
}

export interface Shape {
  path: string;
  fill: string;
  opacity: number;
}

export interface Cover {
  width: number;
  height: number;
  background: string;
  shapes: Shape[];
}

interface Palette {
  background: string;
  inks: [string, string, string];
}

const PALETTES: Palette[] = [
  { background: '#312e81', inks: ['#6366f1', '#a5b4fc', '#fbbf24'] },
  { background: '#0c4a6e', inks: ['#0ea5e9', '#7dd3fc', '#fde68a'] },
  { background: '#064e3b', inks: ['#10b981', '#6ee7b7', '#fcd34d'] },
  { background: '#4c1d95', inks: ['#8b5cf6', '#c4b5fd', '#f9a8d4'] },
  { background: '#7c2d12', inks: ['#ea580c', '#fdba74', '#fef3c7'] },
  { background: '#134e4a', inks: ['#14b8a6', '#99f6e4', '#fb923c'] },
  { background: '#831843', inks: ['#db2777', '#f9a8d4', '#fde68a'] },
  { background: '#1e293b', inks: ['#475569', '#94a3b8', '#38bdf8'] },
];

const TILE = 80;
const COLUMNS = 8;
const ROWS = 5;

/** Small deterministic generator (mulberry32) from a text: the same course always looks the same. */
export function seededRandom(seed: string): () => number {
  let state = 0x811C9DC5;
  for (const character of seed)
    state = Math.imul(state ^ character.codePointAt(0)!, 0x01000193);
  return () => {
    state = (state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Tile = (x: number, y: number, turn: number) => string;

/** Corners of the tile clockwise from the top left, turned by quarter turns. */
function corner(x: number, y: number, turn: number): [number, number] {
  const corners: [number, number][] = [[x, y], [x + TILE, y], [x + TILE, y + TILE], [x, y + TILE]];
  return corners[turn % 4]!;
}

const quarter: Tile = (x, y, turn) => {
  const [ax, ay] = corner(x, y, turn);
  const [bx, by] = corner(x, y, turn + 1);
  const [dx, dy] = corner(x, y, turn + 3);
  return `M${ax} ${ay}L${bx} ${by}A${TILE} ${TILE} 0 0 1 ${dx} ${dy}Z`;
};

const triangle: Tile = (x, y, turn) => {
  const [ax, ay] = corner(x, y, turn);
  const [bx, by] = corner(x, y, turn + 1);
  const [dx, dy] = corner(x, y, turn + 3);
  return `M${ax} ${ay}L${bx} ${by}L${dx} ${dy}Z`;
};

const disc: Tile = (x, y) => {
  const r = TILE * 0.32;
  const cx = x + TILE / 2;
  const cy = y + TILE / 2;
  return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
};

const half: Tile = (x, y, turn) => turn % 2
  ? `M${x} ${y + TILE / 2}a${TILE / 2} ${TILE / 2} 0 0 1 ${TILE} 0Z`
  : `M${x + TILE / 2} ${y}a${TILE / 2} ${TILE / 2} 0 0 1 0 ${TILE}Z`;

const square: Tile = (x, y) => `M${x} ${y}h${TILE}v${TILE}h${-TILE}Z`;

const FAMILIES: Tile[][] = [[quarter, quarter, disc], [triangle, triangle, square], [half, quarter, half], [quarter, triangle, disc]];

/** Draws a geometric cover whose colors and tiles depend on the seed alone. */
export function drawCover(seed: string): Cover {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const palette = pick(PALETTES);
  const family = pick(FAMILIES);
  const shapes: Shape[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      // Denser towards the end of the picture: one calm side, one lively side.
      if (random() > 0.25 + (column / COLUMNS) * 0.6)
        continue;
      const ink = random() < 0.12 ? 2 : random() < 0.6 ? 0 : 1;
      shapes.push({
        path: pick(family)(column * TILE, row * TILE, Math.floor(random() * 4)),
        fill: palette.inks[ink]!,
        opacity: ink === 1 ? 0.75 : 0.9,
      });
    }
  }
  return { width: COLUMNS * TILE, height: ROWS * TILE - 40, background: palette.background, shapes };
}

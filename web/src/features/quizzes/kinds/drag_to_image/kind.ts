import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-map-pinned',
  settings: () => ({ items: [{ html: '' }, { html: '' }], places: [], shows_places: true, tolerance: 2 as never, ratio: 1, scoring: 'each' }),
  takesStem: true,
};
export default kind;

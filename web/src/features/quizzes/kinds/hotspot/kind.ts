import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-locate',
  settings: () => ({ regions: [], ratio: 1, scoring: 'each' }),
  takesStem: true,
};
export default kind;

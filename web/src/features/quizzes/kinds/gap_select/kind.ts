import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-rectangle-ellipsis',
  settings: () => ({ text: '', words: [{ html: '', group: 1 }, { html: '', group: 1 }], gaps: [], scoring: 'each' }),
};
export default kind;

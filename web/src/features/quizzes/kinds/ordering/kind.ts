import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-list-ordered',
  settings: () => ({ items: [{ html: '' }, { html: '' }, { html: '' }], scoring: 'each' }),
};
export default kind;

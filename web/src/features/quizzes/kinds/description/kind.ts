import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-text',
  settings: () => ({}),
};
export default kind;

import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-toggle-left',
  settings: () => ({ is_true: true }),
};
export default kind;

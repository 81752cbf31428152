import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-text-cursor',
  settings: () => ({ text: '', gaps: [] }),
};
export default kind;

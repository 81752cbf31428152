import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-file-pen-line',
  settings: () => ({ lines: 10 }),
};
export default kind;

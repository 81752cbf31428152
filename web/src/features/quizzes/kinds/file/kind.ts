import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-paperclip',
  settings: () => ({ max_files: 1, max_megabytes: 10 }),
};
export default kind;

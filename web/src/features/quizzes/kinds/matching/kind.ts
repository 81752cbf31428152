import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-arrow-left-right',
  settings: () => ({ pairs: [{ prompt: '', match: '' }, { prompt: '', match: '' }], distractors: [], scoring: 'each' }),
};
export default kind;

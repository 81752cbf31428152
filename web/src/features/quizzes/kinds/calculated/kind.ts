import type { KindWithParts } from '..';

const kind: KindWithParts = {
  icon: 'i-lucide-calculator',
  settings: () => ({ variables: { a: { low: 1, high: 10, decimals: 0 }, b: { low: 1, high: 10, decimals: 0 } } as never, answers: [{ formula: 'a+b', tolerance: '1%', weight: '1', feedback: '' }], decimals: 2 }),
};
export default kind;

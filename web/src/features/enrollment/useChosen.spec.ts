import { ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { useChosen } from './useChosen';

describe('useChosen', () => {
  it('chooses one by one, a stretch, and all', () => {
    const chosen = useChosen(() => [1, 2, 3, 4]);
    chosen.toggle(1);
    chosen.extend(3);
    expect(chosen.ids.value).toEqual([1, 2, 3]);
    chosen.toggle(2);
    expect(chosen.ids.value).toEqual([1, 3]);
    chosen.toggleAll();
    expect(chosen.isAll.value).toBe(true);
    chosen.toggleAll();
    expect(chosen.ids.value).toEqual([]);
  });

  it('forgets who is no longer shown', () => {
    const shown = ref([1, 2]);
    const chosen = useChosen(() => shown.value);
    chosen.toggleAll();
    shown.value = [2, 3];
    expect(chosen.ids.value).toEqual([2]);
    expect(chosen.isAll.value).toBe(false);
  });
});

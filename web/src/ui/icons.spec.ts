import { mount } from '@vue/test-utils';
import { describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { addIcon, bringMoreIconsBy, Icon, iconLoaded } from './icons';

describe('icons', () => {
  it('are drawn from elements, and stay so when the file of all icons brings them as markup', async () => {
    addIcon('lucide:drawn', { body: [['g', {}, [['path', { d: 'M4 4' }]]]] });
    const drawn = mount(Icon, { props: { icon: 'i-lucide-drawn' } });
    addIcon('lucide:drawn', { body: '<path d="M5 5"/>' });
    await nextTick();

    expect(drawn.find('g path').attributes('d')).toBe('M4 4');
    expect(drawn.attributes('stroke')).toBe('currentColor');
  });

  it('beyond the first are asked for once, by the first that is drawn', async () => {
    addIcon('lucide:known', { body: '<path d="M1 1"/>' });
    const ask = vi.fn(() => Promise.resolve({ init: (add: typeof addIcon) => void add('lucide:rare', { body: '<path d="M2 2"/>' }) }));
    bringMoreIconsBy(ask);

    expect(mount(Icon, { props: { icon: 'i-lucide-known' } }).html()).toContain('M1 1');
    expect(ask).not.toHaveBeenCalled();

    const rare = mount(Icon, { props: { icon: 'i-lucide-rare' } });
    mount(Icon, { props: { icon: 'i-lucide-rarer' } });
    await vi.waitFor(() => expect(iconLoaded('lucide:rare')).toBe(true));
    await nextTick();
    expect(rare.html()).toContain('M2 2');
    expect(ask).toHaveBeenCalledTimes(1);
  });
});

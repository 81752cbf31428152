/** Stands in for `@iconify/vue`: draws the icons bundled by the build, and never asks a server for others. */
import { defineComponent, h, shallowReactive, type VNode } from 'vue';

interface IconData {
  /** Elements are drawn several times as fast as markup, which wakes a parser for each icon. */
  body: string | Shape[];
  width?: number;
  height?: number;
  left?: number;
  top?: number;
}

/** An element of an icon: its name, its attributes and what is inside. */
export type Shape = [name: string, attributes: Record<string, string>, inside?: Shape[]];

/** What all lines of the bundled icons have in common; they inherit it. */
const LINES = { 'fill': 'none', 'stroke': 'currentColor', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'stroke-width': 2 };

function draw([name, attributes, inside = []]: Shape): VNode {
  return h(name, attributes, inside.map(draw));
}

const BLANK = { body: '', left: 0, top: 0, width: 24, height: 24 };
const known = shallowReactive(new Map<string, IconData>());

/** `lucide:circle-check`, `i-lucide-circle-check` and `lucide-circle-check` are one icon. */
function plain(name: string): string {
  return name.replace(/^i[-:]/, '').replace(':', '-');
}

export function addIcon(name: string, data: IconData): boolean {
  // The file of all icons brings the first ones again, as markup.
  if (!known.has(plain(name)))
    known.set(plain(name), data);
  return true;
}

export function iconLoaded(name: string): boolean {
  return known.has(plain(name));
}

interface MoreIcons {
  init: (add: typeof addIcon) => void;
}

let askForMore: (() => Promise<MoreIcons>) | undefined;

/** How to get the icons beyond the first; asked once, when one of them is to be drawn. */
export function bringMoreIconsBy(ask: () => Promise<MoreIcons>): void {
  askForMore = ask;
}

async function bringMore(): Promise<void> {
  const ask = askForMore;
  askForMore = undefined;
  try {
    (await ask?.())?.init(addIcon);
  }
  catch {
    // Offline: the icon's place stays empty, and the next one asks again.
    askForMore = ask;
  }
}

export const Icon = defineComponent({
  name: 'BundledIcon',
  props: { icon: { type: String, required: true }, width: [String, Number], height: [String, Number] },
  setup: props => () => {
    const data = known.get(plain(props.icon));
    if (!data)
      void bringMore();
    const { body, left, top, width, height } = { ...BLANK, ...data };
    const isMarkup = typeof body === 'string';
    return h('svg', {
      'xmlns': 'http://www.w3.org/2000/svg',
      'width': props.width ?? '1em',
      'height': props.height ?? '1em',
      'viewBox': `${left} ${top} ${width} ${height}`,
      'aria-hidden': 'true',
      'focusable': 'false',
      ...isMarkup ? { innerHTML: body } : LINES,
    }, isMarkup ? undefined : body.map(draw));
  },
});

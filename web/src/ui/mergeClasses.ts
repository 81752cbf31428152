/**
 * Utility classes that fight over the same property: the last wins. A small stand-in for
 * tailwind-merge that knows the utilities the kit and we use; others pass through untouched.
 */

/** What a group covers beside itself: `p-4` after `px-2` makes the latter void, not the other way round. */
const COVERS: Record<string, string[]> = {
  'p': ['px', 'py', 'ps', 'pe', 'pt', 'pb', 'pl', 'pr'],
  'px': ['ps', 'pe', 'pl', 'pr'],
  'py': ['pt', 'pb'],
  'm': ['mx', 'my', 'ms', 'me', 'mt', 'mb', 'ml', 'mr'],
  'mx': ['ms', 'me', 'ml', 'mr'],
  'my': ['mt', 'mb'],
  'size': ['w', 'h'],
  'gap': ['gap-x', 'gap-y'],
  'inset': ['inset-x', 'inset-y', 'top', 'bottom', 'start', 'end', 'left', 'right'],
  'inset-x': ['start', 'end', 'left', 'right'],
  'inset-y': ['top', 'bottom'],
  'rounded': ['rounded-t', 'rounded-b', 'rounded-s', 'rounded-e', 'rounded-l', 'rounded-r', 'rounded-ss', 'rounded-se', 'rounded-es', 'rounded-ee'],
  'overflow': ['overflow-x', 'overflow-y'],
};

const PATTERNS: [RegExp, string][] = [
  [/^(?:block|inline|inline-block|flex|inline-flex|grid|inline-grid|contents|hidden|table|table-cell|flow-root)$/, 'display'],
  [/^(?:static|fixed|absolute|relative|sticky)$/, 'position'],
  [/^text-(?:xs|sm|base|lg|\d?xl|\[[\d.]+(?:px|rem|em)\])(?:\/.+)?$/, 'text-size'],
  [/^text-(?:left|center|right|justify|start|end)$/, 'text-align'],
  [/^text-(?:wrap|nowrap|balance|pretty|ellipsis|clip)$/, 'text-wrap'],
  [/^text-/, 'text-color'],
  [/^font-(?:thin|light|normal|medium|semibold|bold|black)$/, 'font-weight'],
  [/^font-/, 'font-family'],
  [/^(?:whitespace)-/, 'whitespace'],
  [/^(rounded-(?:ss|se|es|ee|[tbselr]))(?:-|$)/, '$1'],
  [/^rounded(?:-|$)/, 'rounded'],
  [/^(?:-)?(gap-[xy]|inset-[xy]|overflow-[xy]|min-w|min-h|max-w|max-h|grid-cols|grid-rows|col-span|row-span)-/, '$1'],
  [/^(?:-)?(p[xysetblr]?|m[xysetblr]?|w|h|size|gap|inset|top|bottom|start|end|left|right|z|opacity|order|basis|aspect|leading|tracking|cursor|select|overflow|duration|ease|delay|animate)-/, '$1'],
  [/^bg-(?!linear|gradient|\[url)/, 'bg-color'],
  [/^items-/, 'items'],
  [/^justify-(?!items|self)/, 'justify'],
  [/^self-/, 'self'],
  [/^flex-(?:row|col)/, 'flex-direction'],
  [/^flex-(?:wrap|nowrap)/, 'flex-wrap'],
  [/^flex-(?:1|auto|initial|none)$/, 'flex'],
  [/^shrink(?:-|$)/, 'shrink'],
  [/^grow(?:-|$)/, 'grow'],
  [/^ring(?:-\d+)?$/, 'ring-width'],
  [/^ring-(?!offset|inset$)/, 'ring-color'],
  [/^shadow(?:-(?:\d?xs|sm|md|lg|xl|2xl|none))?$/, 'shadow'],
  [/^border(?:-\d+)?$/, 'border-width'],
  [/^border-(?:solid|dashed|dotted|none)$/, 'border-style'],
  [/^border-(?![xysetblr](?:-|$))/, 'border-color'],
  [/^divide-(?![xy](?:-|$))/, 'divide-color'],
  [/^(?:underline|no-underline|line-through)$/, 'decoration'],
  [/^(?:truncate|line-clamp-)/, 'clamp'],
];

function groupOf(utility: string): string | null {
  for (const [pattern, name] of PATTERNS) {
    const match = pattern.exec(utility);
    if (match)
      return name === '$1' ? match[1]! : name;
  }
  return null;
}

/** `hover:focus:px-2!` is the variants `hover:focus:`, the mark `!` and the utility `px-2`. */
function split(token: string): { scope: string; utility: string } {
  let depth = 0;
  let at = 0;
  for (let index = 0; index < token.length; index++) {
    const character = token[index];
    if (character === '[' || character === '(')
      depth++;
    else if (character === ']' || character === ')')
      depth--;
    else if (character === ':' && depth === 0)
      at = index + 1;
  }
  const rest = token.slice(at);
  const isImportant = rest.startsWith('!') || rest.endsWith('!');
  return { scope: token.slice(0, at) + (isImportant ? '!' : ''), utility: rest.replace(/^!|!$/g, '') };
}

const cache = new Map<string, string>();
const CACHE_LIMIT = 2000;

export function mergeClasses(classes: string): string {
  const known = cache.get(classes);
  if (known !== undefined)
    return known;
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const token of classes.split(/\s+/).filter(Boolean).reverse()) {
    const { scope, utility } = split(token);
    const group = groupOf(utility);
    if (group === null) {
      if (!kept.includes(token))
        kept.push(token);
      continue;
    }
    if (taken.has(scope + group))
      continue;
    for (const name of [group, ...COVERS[group] ?? []])
      taken.add(scope + name);
    kept.push(token);
  }
  const merged = kept.reverse().join(' ');
  if (cache.size >= CACHE_LIMIT)
    cache.clear();
  cache.set(classes, merged);
  return merged;
}

/** A condition of a rule, as the server keeps it. Instants are UTC. */
export type Leaf =
  | { type: 'date'; from: string | null; until: string | null }
  | { type: 'days-after-enrollment'; days: number }
  | { type: 'lesson-done'; lesson_id: number }
  | { type: 'lesson-score'; lesson_id: number; percent: number }
  | { type: 'module-done'; module_id: number }
  | { type: 'group'; group_id: number }
  | { type: 'course-done'; course_id: number; percent: number }
  | { type: 'course-grade'; course_id: number; percent: number }
  | { type: 'lesson-grade'; lesson_id: number; percent: number };
export interface Branch { type: 'all' | 'any' | 'not'; of: RuleTree[] }
export type RuleTree = Leaf | Branch;
export type LeafKind = Leaf['type'];

export const leafKinds: readonly LeafKind[] = ['lesson-done', 'lesson-score', 'lesson-grade', 'module-done', 'date', 'days-after-enrollment', 'group', 'course-done', 'course-grade'];

/** What the editor works on: groups of rows, each row a condition that must hold or must not. */
export interface Row { key: number; isNot: boolean; leaf: Leaf }
export interface Group { key: number; mode: 'all' | 'any'; entries: (Row | Group)[] }

let lastKey = 0;
export const freshKey = () => ++lastKey;

export function isGroup(entry: Row | Group): entry is Group {
  return 'entries' in entry;
}

/** The tree as rows. A contrary of a group becomes one of its conditions, each denied. */
export function groupOf(tree: RuleTree | null): Group {
  if (!tree || tree.type === 'not' || !('of' in tree))
    return { key: freshKey(), mode: 'all', entries: tree ? [entryOf(tree)] : [] };
  return { key: freshKey(), mode: tree.type, entries: tree.of.map(entryOf) };
}

function entryOf(tree: RuleTree): Row | Group {
  if (!('of' in tree))
    return { key: freshKey(), isNot: false, leaf: { ...tree } };
  if (tree.type !== 'not')
    return groupOf(tree);
  const denied = tree.of[0]!;
  if (!('of' in denied))
    return { key: freshKey(), isNot: true, leaf: { ...denied } };
  const inner = groupOf(denied);
  return denied.type === 'not' ? inner : contrary(inner);
}

/** Not all of them is any of their contraries, and the other way round. */
function contrary(group: Group): Group {
  return {
    key: group.key,
    mode: group.mode === 'all' ? 'any' : 'all',
    entries: group.entries.map(entry => isGroup(entry) ? contrary(entry) : { ...entry, isNot: !entry.isNot }),
  };
}

export function treeOf(group: Group): Branch {
  return {
    type: group.mode,
    of: group.entries
      .filter(entry => !isGroup(entry) || entry.entries.length)
      .map(entry => isGroup(entry) ? treeOf(entry) : entry.isNot ? { type: 'not', of: [entry.leaf] } : entry.leaf),
  };
}

/** A condition of that kind with values to begin with. */
export function freshLeaf(kind: LeafKind, first: { lesson: number; module: number; group: number }): Leaf {
  const made: Record<LeafKind, () => Leaf> = {
    date: () => ({ type: 'date', from: new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000).toISOString(), until: null }),
    'days-after-enrollment': () => ({ type: 'days-after-enrollment', days: 7 }),
    'lesson-done': () => ({ type: 'lesson-done', lesson_id: first.lesson }),
    'lesson-score': () => ({ type: 'lesson-score', lesson_id: first.lesson, percent: 70 }),
    'module-done': () => ({ type: 'module-done', module_id: first.module }),
    group: () => ({ type: 'group', group_id: first.group }),
    'course-done': () => ({ type: 'course-done', course_id: 0, percent: 100 }),
    'course-grade': () => ({ type: 'course-grade', course_id: 0, percent: 60 }),
    'lesson-grade': () => ({ type: 'lesson-grade', lesson_id: first.lesson, percent: 60 }),
  };
  return made[kind]();
}

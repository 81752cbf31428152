import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { ownId } from '../conversion/blockToNodes';
import { closeDocument, groupsIn, nodesOf, remember, type Memory } from '../conversion/documents';
import { newBlockId } from '../conversion/ids';
import type { EditorBlock, EditorDocument } from '../types';

export interface RemoteChange { tr: Transaction; changed: string[] }

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * Brings what others wrote into the document while its author goes on typing. `from` is what the server had of
 * this editor, `to` what it has now. What the author changed since stays; where both changed one block, both stay.
 */
export function applyRemote(state: EditorState, memory: Memory, from: EditorDocument, to: EditorDocument): RemoteChange | null {
  const before = new Map(from.blocks.map(block => [ownId(block), block]));
  const mine = new Map(closeDocument(state.doc, memory).blocks.map(block => [ownId(block), block]));
  const plan = new Plan(state.schema, state.doc, before, mine);
  to.blocks.forEach(block => plan.take(block));
  plan.keepOwn(new Set(to.blocks.map(ownId)));
  const tr = replaceChildren(state.tr, state.doc, plan.result());
  remember(state.doc.copy(Fragment.from(plan.incoming)), plan.remembered, memory);
  if (!tr.docChanged)
    return null;
  tr.setMeta('addToHistory', false).setMeta('remote', true);
  return { tr, changed: plan.changed };
}

class Plan {
  readonly changed: string[] = [];
  readonly incoming: Node[] = [];
  readonly remembered: EditorBlock[] = [];
  private readonly groups: Map<string, Node[]>;
  private readonly order: string[];
  private readonly kept: { id: string; nodes: Node[] }[] = [];

  constructor(private readonly schema: Schema, doc: Node, private readonly before: Map<string, EditorBlock>, private readonly mine: Map<string, EditorBlock>) {
    this.groups = new Map(groupsIn(doc).map(({ id, nodes }) => [id, nodes]));
    this.order = [...this.groups.keys()];
  }

  /** One block as the server has it now. */
  take(block: EditorBlock): void {
    const id = ownId(block);
    const old = this.before.get(id);
    const own = this.groups.get(id);
    const isTouchedThere = !same(old, block);
    if (!own) {
      // Deleted here since: stays deleted, unless somebody has written in it.
      if (!old || isTouchedThere)
        this.add(block);
      return;
    }
    const isTouchedHere = !same(old, this.mine.get(id));
    if (!isTouchedThere || same(block, this.mine.get(id))) {
      this.kept.push({ id, nodes: own });
    }
    else if (!isTouchedHere) {
      this.add(block);
    }
    else {
      this.kept.push({ id, nodes: own });
      this.add({ ...block, [block.type === 'embed' ? 'block' : 'id']: newBlockId(), conflict_of: id });
    }
  }

  private add(block: EditorBlock): void {
    const nodes = nodesOf(this.schema, block);
    this.incoming.push(...nodes);
    this.remembered.push(block);
    this.changed.push(ownId(block));
    this.kept.push({ id: ownId(block), nodes });
  }

  /** What stands only here: written since, or changed here and deleted there. Each stays behind its neighbor. */
  keepOwn(remote: ReadonlySet<string>): void {
    this.order.forEach((id, at) => {
      if (remote.has(id))
        return;
      const old = this.before.get(id);
      const isDeletedThere = old !== undefined && same(old, this.mine.get(id));
      if (isDeletedThere) {
        this.changed.push(id);
        return;
      }
      const neighbor = this.order.slice(0, at).reverse().find(one => this.kept.some(kept => kept.id === one));
      const place = this.kept.findIndex(kept => kept.id === neighbor) + 1;
      this.kept.splice(place, 0, { id, nodes: this.groups.get(id)! });
    });
  }

  result(): Node[] {
    const nodes = this.kept.flatMap(kept => kept.nodes);
    return nodes.length ? nodes : [this.schema.nodes.paragraph!.create({ id: newBlockId() })];
  }
}

/** Changes the children of the document into others with as little change as possible: the caret stays where it was. */
function replaceChildren(tr: Transaction, doc: Node, wanted: readonly Node[]): Transaction {
  const pending = new Map<string, number>();
  const count = (node: Node, step: number): void => void pending.set(keyOf(node), (pending.get(keyOf(node)) ?? 0) + step);
  wanted.forEach(node => count(node, 1));
  const old = [...doc.children];
  let place = 0;
  for (const node of wanted) {
    while (old.length && !isRewritten(old[0]!, node) && !pending.get(keyOf(old[0]!)))
      tr.delete(place, place + old.shift()!.nodeSize);
    if (old.length && isRewritten(old[0]!, node)) {
      rewrite(tr, place, old.shift()!, node);
    }
    else {
      tr.insert(place, node);
      moveAway(tr, old, node, place + node.nodeSize);
    }
    count(node, -1);
    place += node.nodeSize;
  }
  if (place < tr.doc.content.size)
    tr.delete(place, tr.doc.content.size);
  return tr;
}

/** A node that moved up is taken from where it stood. */
function moveAway(tr: Transaction, old: Node[], node: Node, place: number): void {
  const index = old.findIndex(one => isRewritten(one, node));
  if (index < 0)
    return;
  const start = old.slice(0, index).reduce((sum, one) => sum + one.nodeSize, place);
  tr.delete(start, start + old[index]!.nodeSize);
  old.splice(index, 1);
}

function keyOf(node: Node): string {
  return `${node.type.name} ${String(node.attrs.id)}`;
}

function isRewritten(old: Node, node: Node): boolean {
  return old === node || keyOf(old) === keyOf(node);
}

/** Only what differs is replaced, so that a caret in the same block stays at its word. */
function rewrite(tr: Transaction, place: number, old: Node, node: Node): void {
  if (!node.hasMarkup(old.type, old.attrs, old.marks))
    tr.setNodeMarkup(place, null, node.attrs);
  const start = old.content.findDiffStart(node.content);
  if (start === null)
    return;
  let { a, b } = old.content.findDiffEnd(node.content)!;
  const overlap = start - Math.min(a, b);
  if (overlap > 0) {
    a += overlap;
    b += overlap;
  }
  tr.replace(place + 1 + start, place + 1 + a, node.slice(start, b));
}

import type { JSONContent } from '@tiptap/core';
import { Fragment, type Node, type Schema } from '@tiptap/pm/model';
import type { EditorBlock, EditorDocument } from '../types';
import { blockToNodes, opaqueNode, ownId } from './blockToNodes';
import { isBlank } from './flowToHtml';
import { newBlockId } from './ids';
import { nodeToBlock, textBlock } from './nodesToBlock';

/** Each block as it came, with a print of its nodes: what nobody touched goes back as it was, to the letter. */
export type Memory = Map<string, { block: EditorBlock; print: string }>;

export interface OpenedDocument { node: Node; memory: Memory }

/** Nodes that are the content of `text` blocks; neighbors with one id are one block. */
const FLOW = new Set(['paragraph', 'bulletList', 'orderedList', 'blockquote', 'minorHeading', 'rawHtml']);

export function isFlow(node: Node): boolean {
  return FLOW.has(node.type.name);
}

/** A block document as a document of the editor. Nothing is lost: see `Memory`, and opaque nodes. */
export function openDocument(schema: Schema, document: EditorDocument): OpenedDocument {
  const blocks = named(document.blocks);
  const nodes = blocks.flatMap(block => nodesOf(schema, block));
  const node = schema.topNodeType.create(null, Fragment.from(nodes.length ? nodes : schema.nodes.paragraph!.create({ id: newBlockId() })));
  return { node, memory: remember(node, blocks) };
}

/** The nodes of some blocks, as for pasting. */
export function nodesOf(schema: Schema, block: EditorBlock): Node[] {
  try {
    return blockToNodes(block).map(json => checked(schema, json));
  }
  catch (error) {
    // The schema refuses what it cannot hold, e.g. five columns: kept as it is then.
    if (!(error instanceof RangeError || error instanceof TypeError))
      throw error;
    return [checked(schema, opaqueNode(block))];
  }
}

function checked(schema: Schema, json: JSONContent): Node {
  const node = schema.nodeFromJSON(json);
  node.check();
  return node;
}

/** The block document of the editor's document. */
export function closeDocument(node: Node, memory: Memory): EditorDocument {
  return { version: 1, blocks: blocksIn(node, memory) };
}

interface Group { id: string; nodes: Node[] }

/** The children of a node, block by block. */
export function groupsIn(parent: Node): Group[] {
  const groups: Group[] = [];
  for (const node of parent.children) {
    const last = groups.at(-1);
    if (last && isFlow(node) && isFlow(last.nodes[0]!) && last.id === node.attrs.id)
      last.nodes.push(node);
    else
      groups.push({ id: node.attrs.id as string, nodes: [node] });
  }
  return groups;
}

function blocksIn(parent: Node, memory: Memory): EditorBlock[] {
  return groupsIn(parent).flatMap(({ id, nodes }) => {
    const known = memory.get(id);
    if (known && known.print === printOf(nodes))
      return [known.block];
    if (!isFlow(nodes[0]!))
      return [nodeToBlock(nodes[0]!, inner => blocksIn(inner, memory))];
    // An empty line is a place for the caret, not content.
    return nodes.every(isBlank) ? [] : [{ ...known?.block.type === 'text' ? known.block : {}, ...textBlock(id, nodes) }];
  });
}

const prints = new WeakMap<Node, string>();

/** Nodes never change, so each is printed once, however often the page is saved. */
function printOf(nodes: readonly Node[]): string {
  return nodes.map((node) => {
    const print = prints.get(node) ?? JSON.stringify(node.toJSON());
    prints.set(node, print);
    return print;
  }).join();
}

/** Notes which nodes came from which block. */
export function remember(root: Node, blocks: readonly EditorBlock[], memory: Memory = new Map()): Memory {
  const originals = new Map<string, EditorBlock>();
  walk(blocks, block => originals.set(ownId(block), block));
  const visit = (parent: Node): void => {
    for (const { id, nodes } of groupsIn(parent)) {
      const block = originals.get(id);
      if (block)
        memory.set(id, { block, print: printOf(nodes) });
      if (nodes[0]!.type.name === 'toggle')
        visit(nodes[0]!);
      if (nodes[0]!.type.name === 'columns')
        nodes[0]!.children.forEach(visit);
    }
  };
  visit(root);
  return memory;
}

function innerBlocks(block: EditorBlock): EditorBlock[][] {
  if (block.type === 'toggle' && Array.isArray(block.blocks))
    return [block.blocks as EditorBlock[]];
  if (block.type === 'columns' && Array.isArray(block.columns))
    return (block.columns as { blocks?: EditorBlock[] }[]).flatMap(column => Array.isArray(column.blocks) ? [column.blocks] : []);
  return [];
}

/** Visits every block, outer ones first. */
export function walk(blocks: readonly EditorBlock[], visit: (block: EditorBlock) => void): void {
  for (const block of blocks) {
    visit(block);
    innerBlocks(block).forEach(inner => walk(inner, visit));
  }
}

/** The blocks, each with a name that no other has. */
function named(blocks: readonly EditorBlock[]): EditorBlock[] {
  const taken = new Set<string>();
  const name = (block: EditorBlock): EditorBlock => {
    const id = ownId(block);
    const free = id && !taken.has(id) ? id : newBlockId();
    taken.add(free);
    const renamed = free === id ? block : { ...block, [block.type === 'embed' ? 'block' : 'id']: free };
    if (Array.isArray(renamed.blocks))
      return withInner(renamed, { blocks: (renamed.blocks as EditorBlock[]).map(name) });
    if (Array.isArray(renamed.columns))
      return withInner(renamed, { columns: (renamed.columns as { blocks?: EditorBlock[] }[]).map(column => Array.isArray(column.blocks) ? { ...column, blocks: column.blocks.map(name) } : column) });
    return renamed;
  };
  return blocks.map(name);
}

/** The same object when nothing inside changed. */
function withInner(block: EditorBlock, inner: Record<string, unknown>): EditorBlock {
  return block.type === 'toggle' || block.type === 'columns' ? { ...block, ...inner } : block;
}

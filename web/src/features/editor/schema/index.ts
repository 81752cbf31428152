import { marks } from './marks';
import { blockNodes } from './blockNodes';
import { textNodes } from './textNodes';

/** All nodes and marks of the editor, without their views. */
export const schemaExtensions = [...textNodes, ...blockNodes, ...marks];

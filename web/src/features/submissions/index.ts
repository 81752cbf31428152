/** What learners and markers see of the same work. */
export { default as CommentList } from './CommentList.vue';
export { default as FileRows } from './FileRows.vue';
export { default as MarkedPages } from './MarkedPages.vue';
export { default as MarkedText } from './MarkedText.vue';
export { default as RecordButton } from './RecordButton.vue';
export { default as RubricTable } from './RubricTable.vue';
export { codePoints } from './pieces';
export type { Comment, Level, Passage, Rubric, Task, WorkFile } from './types';

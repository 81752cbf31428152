import { defineAsyncComponent } from 'vue';

/** Choose a file of the course or bring a new one: heavy, so it comes when it is shown. */
export const FilePickerDialog = defineAsyncComponent(() => import('./FilePickerDialog.vue'));
export { uploadFile } from './upload';
export type { UploadOptions } from './upload';
export type { PickedFile, StoredFile } from './types';

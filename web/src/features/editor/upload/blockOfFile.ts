import type { UploadedFile } from './uploadFile';

interface WholeNode { type: string; attrs: { data: Record<string, unknown> } }

/** The block that shows a stored file, by what it holds. */
export function blockOfFile(file: UploadedFile): WholeNode {
  const kind = file.media_type.split('/')[0];
  if (kind === 'image')
    return { type: 'image', attrs: { data: imageFields(file) } };
  if (kind === 'video')
    return { type: 'video', attrs: { data: { file: file.uuid, url: file.url, provider: 'file', external_id: '', captions: [], title: titleOf(file) } } };
  if (kind === 'audio')
    return { type: 'audio', attrs: { data: { file: file.uuid, url: file.url, title: titleOf(file), transcript: '' } } };
  return { type: 'file', attrs: { data: fileFields(file) } };
}

export function imageFields(file: UploadedFile): Record<string, unknown> {
  return { file: file.uuid, src: file.url, alt: '', caption: '', width: file.width, height: file.height };
}

export function fileFields(file: UploadedFile): Record<string, unknown> {
  return { file: file.uuid, name: file.name, size_bytes: file.size_bytes, media_type: file.media_type, url: file.url };
}

function titleOf(file: UploadedFile): string {
  return file.name.replace(/\.[^.]+$/, '');
}

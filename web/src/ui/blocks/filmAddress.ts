import type { EmbedBlock, VideoBlock } from './types';

/** A film or page of another site: where people visit it, and where a frame shows it; null for what no frame may show. */
export interface ForeignFilm { page: string; frame: string | null; host: string }

export function foreignFilm(block: VideoBlock | EmbedBlock): ForeignFilm {
  const id = encodeURIComponent(block.type === 'embed' ? block.id : block.external_id);
  if (block.provider === 'youtube' && id)
    return { page: `https://www.youtube.com/watch?v=${id}`, frame: `https://www.youtube-nocookie.com/embed/${id}?autoplay=1`, host: 'YouTube' };
  if (block.provider === 'vimeo' && id)
    return { page: `https://vimeo.com/${id}`, frame: `https://player.vimeo.com/video/${id}?dnt=1&autoplay=1`, host: 'Vimeo' };
  const page = block.url || '';
  const host = URL.canParse(page) ? new URL(page).hostname.replace(/^www\./, '') : '';
  return { page, frame: block.type === 'embed' && block.provider === 'web' && page.startsWith('https://') ? page : null, host };
}

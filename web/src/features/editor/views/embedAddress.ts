export interface EmbedFields { provider: string; id: string; url?: string; title: string }

const YOUTUBE = /^(?:(?:www|m|music)\.)?youtube(?:-nocookie)?\.com$/;
const FILM_ID = /^[\w-]{1,64}$/;

/** What an address shows when it stands inside a page: a film at a provider, else a page of the web. Null: no address. */
export function embedOf(address: string): Omit<EmbedFields, 'title'> | null {
  const typed = address.trim();
  if (!URL.canParse(typed) || !/^https?:/.test(typed))
    return null;
  const url = new URL(typed);
  const film = youtubeId(url) ?? vimeoId(url);
  if (film)
    return film;
  return url.protocol === 'https:' ? { provider: 'web', id: '', url: url.href } : null;
}

export function isFilm(address: string): boolean {
  const found = embedOf(address);
  return found !== null && found.provider !== 'web';
}

function youtubeId(url: URL): Omit<EmbedFields, 'title'> | null {
  const [, first = '', second = ''] = url.pathname.split('/');
  let id = '';
  if (url.hostname === 'youtu.be')
    id = first;
  else if (YOUTUBE.test(url.hostname))
    id = ['embed', 'shorts', 'live', 'v'].includes(first) ? second : url.searchParams.get('v') ?? '';
  return FILM_ID.test(id) ? { provider: 'youtube', id } : null;
}

function vimeoId(url: URL): Omit<EmbedFields, 'title'> | null {
  const id = /^(?:www\.|player\.)?vimeo\.com$/.test(url.hostname) ? /\/(\d+)(?:$|[/?])/.exec(`${url.pathname}/`)?.[1] : undefined;
  return id ? { provider: 'vimeo', id } : null;
}

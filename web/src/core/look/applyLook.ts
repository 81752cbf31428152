import { remember } from '../storage';

/** Key under which boot.js finds the last style sheet, so that the next page begins in the right colors. */
const KEY = 'look';
const LINK_ID = 'organization-look';

export interface OrganizationLook {
  uuid: string;
  /** Version of the colors; 0 where the site's own are in use. */
  look: number;
  iconUrl: string | null;
}

/** Shows the site in the colors and with the icon of an organization: by a style sheet of our own server, no inline style. */
export function applyLook({ uuid, look, iconUrl }: OrganizationLook): void {
  applyColors(look ? `/api/v1/branding.css?organization=${uuid}&v=${look}` : null);
  applyIcon(iconUrl);
}

function applyColors(href: string | null): void {
  let link = document.querySelector<HTMLLinkElement>(`#${LINK_ID}`);
  remember(KEY, href);
  if (!href) {
    link?.remove();
    return;
  }
  if (!link) {
    link = document.createElement('link');
    link.id = LINK_ID;
    link.rel = 'stylesheet';
    document.head.append(link);
  }
  if (link.getAttribute('href') !== href)
    link.href = href;
}

let ownIcon: string | null = null;

function applyIcon(url: string | null): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link)
    return;
  ownIcon ??= link.getAttribute('href');
  const wanted = url ?? ownIcon ?? '';
  if (link.getAttribute('href') === wanted)
    return;
  link.removeAttribute('type');
  link.href = wanted;
}

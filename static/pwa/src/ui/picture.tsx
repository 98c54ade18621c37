// A pictogram. The few that the first screen needs are in the bundle; the rest come from one file, cached offline.

import { INLINE } from './inline';

/** The build puts it beside the page, where the worker keeps it for when there is no network. */
const SPRITE = 'pictograms.svg';

/** Put the bundle's own pictograms into the page, once, before the first screen. */
export function installPictures(page: Document): void {
  const holder = page.createElement('div');
  holder.hidden = true;
  holder.innerHTML = `<svg>${Object.keys(INLINE)
    .map((name) => `<symbol id="p-${name}" viewBox="0 0 48 48">${inner(INLINE[name] as string)}</symbol>`)
    .join('')}</svg>`;
  page.body.appendChild(holder);
}

const inner = (svg: string): string => svg.replace(/^<svg[^>]*>|<\/svg>\s*$/g, '');

interface Props {
  name: string;
  /** `s` 29 px, default 54, `l` 72, `xl` 108 (they grow with the text). */
  size?: 's' | 'l' | 'xl';
  /** What it says when it is alone; without it, it is decoration. */
  label?: string;
}

export function Picture({ name, size, label }: Props) {
  const href = name in INLINE ? `#p-${name}` : `${SPRITE}#${name}`;
  const labelled = label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': true };
  return (
    <svg class={size ? `picture ${size}` : 'picture'} viewBox="0 0 48 48" {...labelled}>
      <use href={href} />
    </svg>
  );
}

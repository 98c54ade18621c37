// A picture that came with a form: beside a question, or an answer that is chosen by it.

import { useMedia } from './media';
import type { MediaUrl } from './media';

interface Props {
  sha256: string;
  url: MediaUrl;
  /** Wide, below what is asked; else as large as a pictogram. */
  wide?: boolean;
}

/** The words beside it say what it shows; until it is here its room is reserved. */
export function FormImage({ sha256, url, wide }: Props) {
  const address = useMedia(sha256, url);
  const classes = wide ? 'form-image wide' : 'form-image picture';
  return address ? <img class={classes} src={address} alt="" /> : <span class={classes} />;
}

// How far one is: one bead a screen.

import { words } from '../i18n/words';

const MOST = 24;

/** `here` counts from 0. More beads than fit are shown as a part of the whole. */
export function Beads({ here, all }: { here: number; all: number }) {
  const shown = Math.min(all, MOST);
  const at = all <= MOST ? here : Math.floor((here * MOST) / all);
  const beads = Array.from({ length: shown }, (_, n) => <i key={n} class={n < at ? 'done' : n === at ? 'here' : ''} />);
  return (
    <div class="beads" role="img" aria-label={words.value.stepOf(Math.min(here + 1, all), all)}>
      {beads}
    </div>
  );
}

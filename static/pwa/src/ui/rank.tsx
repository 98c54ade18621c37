// Putting things in order: what is touched goes to the end of the list; touching it again takes it out.

import { allWords as words } from '../i18n/behind';
import type { Option } from './choice';
import { Picture } from './picture';
import { unbroken } from './text';

interface Props {
  labelledBy: string;
  name: string;
  options: Option[];
  /** Names in the order given so far. */
  ranked: string[];
  onRank: (ranked: string[]) => void;
}

export function Rank({ labelledBy, name, options, ranked, onRank }: Props) {
  const toggle = (option: string): void =>
    onRank(ranked.includes(option) ? ranked.filter((each) => each !== option) : [...ranked, option]);
  return (
    <div class="list" role="group" aria-labelledby={labelledBy}>
      {options.map((option) => {
        const place = ranked.indexOf(option.name) + 1;
        return (
          <label key={option.name} class={place ? 'tile flat on' : 'tile flat'}>
            <input
              type="checkbox"
              autocomplete="off"
              name={name}
              value={option.name}
              checked={place > 0}
              aria-label={place ? `${option.label}, ${words.value.rankAt(place)}` : option.label}
              onChange={() => toggle(option.name)}
            />
            <i class="ring" />
            {option.picture && <Picture name={option.picture} />}
            <span>{unbroken(option.label)}</span>
            <b class="rank" aria-hidden="true">
              {place || ''}
            </b>
          </label>
        );
      })}
    </div>
  );
}

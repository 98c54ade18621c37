// Choosing one out of many by writing how its name begins: places, projects.

import { useState } from 'preact/hooks';

import { allWords as words } from '../i18n/behind';
import { Tile } from './choice';
import type { Option } from './choice';
import { Picture } from './picture';

export interface Section {
  title: string;
  options: Option[];
}

interface Props {
  /** Unique on the screen. */
  name: string;
  label: string;
  none: string;
  chosen: string;
  /** What is shown before anything is written. */
  sections: Section[];
  find: (text: string) => Option[];
  onChoose: (name: string) => void;
}

export function Search({ name, label, none, chosen, sections, find, onChoose }: Props) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const found = wanted ? find(wanted) : [];
  const shown = wanted ? [{ title: '', options: found }] : sections.filter((section) => section.options.length);
  /** The keyboard's key: takes the only one that was found, and makes room to see the others. */
  const chooseOnly = (field: HTMLInputElement): void => {
    if (found.length === 1) onChoose((found[0] as Option).name);
    field.blur();
  };
  return (
    <div class="stack">
      <div class="search">
        <Picture name="chercher" size="s" />
        <input
          class="field"
          type="search"
          dir="auto"
          enterkeyhint="search"
          onKeyDown={(event) => event.key === 'Enter' && chooseOnly(event.currentTarget)}
          aria-label={label}
          placeholder={label}
          autocomplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <p class="sr" role="status">
        {wanted ? words.value.placeFound(found.length) : ''}
      </p>
      {wanted && !found.length && <p>{none}</p>}
      <div role="radiogroup" aria-label={label} class="stack">
        {shown.map((section) => (
          <div key={section.title}>
            {section.title && <h2 class="legend">{section.title}</h2>}
            <div class="list">
              {section.options.map((option) => (
                <Tile
                  key={option.name}
                  {...option}
                  group={name}
                  flat
                  on={option.name === chosen}
                  onPress={() => onChoose(option.name)}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

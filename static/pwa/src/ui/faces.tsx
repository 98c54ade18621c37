// A scale of five faces, from bad to good, always in this order. What is not a face ("do not know") comes apart below.

import { allWords as words } from '../i18n/behind';
import { Choice, Tile } from './choice';
import type { Option } from './choice';
import { Picture } from './picture';

interface Props {
  labelledBy: string;
  name: string;
  options: Option[];
  chosen: string;
  /** The one that is being said aloud. */
  spoken?: string | undefined;
  onChoose: (name: string) => void;
}

const isFace = (option: Option): boolean => /^[1-5]$/.test(option.name);

export function Faces({ labelledBy, name, options, chosen, spoken, onChoose }: Props) {
  const faces = options.filter(isFace);
  const others = options.filter((option) => !isFace(option));
  const face = faces.find((option) => option.name === chosen);
  if (!faces.length) {
    return (
      <Choice
        labelledBy={labelledBy}
        name={name}
        options={options}
        chosen={chosen ? [chosen] : []}
        onChoose={(all) => onChoose(all[0] as string)}
      />
    );
  }
  return (
    <div class="stack" role="radiogroup" aria-labelledby={labelledBy}>
      <div class="faces">
        {faces.map((option) => (
          <label
            key={option.name}
            class={`face${option.name === chosen ? ' on' : ''}${option.name === spoken ? ' spoken' : ''}`}
          >
            <input
              type="radio"
              autocomplete="off"
              name={name}
              value={option.name}
              checked={option.name === chosen}
              aria-label={option.label}
              onChange={() => onChoose(option.name)}
            />
            <i class="ring" />
            <Picture name={option.picture || `face-${option.name}`} />
          </label>
        ))}
      </div>
      <p class="readout" aria-hidden="true">
        {face ? face.label : <span class="soft">{words.value.noFaceYet}</span>}
      </p>
      {others.map((option) => (
        <Tile
          key={option.name}
          {...option}
          group={name}
          flat
          spoken={option.name === spoken}
          on={option.name === chosen}
          onPress={() => onChoose(option.name)}
        />
      ))}
    </div>
  );
}

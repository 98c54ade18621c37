// Choosing one or several: large tiles with pictures, or a list. Native radios and checkboxes underneath, so keyboard
// and screen readers work as people know them.

import { UNSAID } from '../domain/meaning';
import { FormImage } from './form-image';
import type { MediaUrl } from './media';
import { Picture } from './picture';
import { unbroken } from './text';

export interface Option {
  name: string;
  label: string;
  /** A second line, softer. */
  detail?: string;
  picture?: string;
  /** The SHA-256 of a picture that came with the form. */
  image?: string;
}

interface Props {
  /** The id of the heading that asks. */
  labelledBy: string;
  /** Unique on the screen. */
  name: string;
  options: Option[];
  chosen: string[];
  several?: boolean;
  /** Large tiles in a grid; else one under the other. */
  grid?: boolean;
  invalid?: boolean;
  /** The one that is being said aloud. */
  spoken?: string | undefined;
  /** Where the options' images are. */
  url?: MediaUrl;
  onChoose: (chosen: string[]) => void;
}

export function Choice(props: Props) {
  const { labelledBy, name, options, chosen, several, grid, invalid, spoken, url, onChoose } = props;
  const toggle = (option: string): void => {
    if (!several) return onChoose([option]);
    const others = chosen.filter((each) => each !== option);
    onChoose(
      others.length < chosen.length
        ? others
        : options.map((each) => each.name).filter((each) => each === option || chosen.includes(each)),
    );
  };
  const isApart = (option: Option): boolean => UNSAID.includes(option.name);
  const inGrid = grid ? options.filter((option) => !isApart(option)) : [];
  const inList = grid ? options.filter(isApart) : options;
  const tile = (option: Option, flat: boolean) => (
    <Tile
      key={option.name}
      {...option}
      url={url}
      group={name}
      flat={flat}
      several={several}
      spoken={spoken === option.name}
      on={chosen.includes(option.name)}
      onPress={() => toggle(option.name)}
    />
  );
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles may have a name
    <div
      class="stack"
      role={several ? 'group' : 'radiogroup'}
      aria-labelledby={labelledBy}
      aria-invalid={several ? undefined : invalid}
    >
      {inGrid.length > 0 && (
        <div class={inGrid.length === 3 || inGrid.length > 8 ? 'tiles many' : 'tiles'}>
          {inGrid.map((option) => tile(option, false))}
        </div>
      )}
      {inList.length > 0 && <div class="list">{inList.map((option) => tile(option, true))}</div>}
    </div>
  );
}

interface TileProps extends Option {
  group: string;
  on: boolean;
  flat?: boolean;
  several?: boolean;
  spoken?: boolean;
  url?: MediaUrl | undefined;
  onPress: () => void;
}

export function Tile({
  group,
  name,
  label,
  detail,
  picture,
  image,
  url,
  on,
  flat,
  several,
  spoken,
  onPress,
}: TileProps) {
  return (
    <label class={`tile${on ? ' on' : ''}${flat ? ' flat' : ''}${spoken ? ' spoken' : ''}`}>
      <input
        type={several ? 'checkbox' : 'radio'}
        name={group}
        value={name}
        autocomplete="off"
        checked={on}
        onChange={onPress}
      />
      <i class="ring" />
      {image && url ? <FormImage sha256={image} url={url} /> : picture && <Picture name={picture} />}
      <span dir="auto">
        {unbroken(label)}
        {detail && <span class="detail">{detail}</span>}
      </span>
      <span class={several ? 'mark square' : 'mark'} aria-hidden="true">
        <svg viewBox="0 0 48 48">
          <path d="M12 25l8 8 16-19" />
        </svg>
      </span>
    </label>
  );
}

// The frame of every screen: a bar, one thing, and what to press within the thumb's reach.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import { words } from '../i18n/words';
import { Picture } from './picture';
import { unbroken } from './text';

interface FrameProps {
  /** In the bar. A string becomes the page's heading; a screen whose heading is below gives something else. */
  title?: ComponentChildren;
  /** What the arrow does; no arrow without it. */
  back?: () => void;
  side?: ComponentChildren;
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/** A screen. Put a `key` on it when the same screen shows another thing, so that reading starts at the top again. */
export function Frame({ title, back, side, foot, children }: FrameProps) {
  return (
    <div class="screen">
      <header class="bar">
        {back && <IconButton name="arriere" label={words.value.back} onClick={back} />}
        {typeof title === 'string' ? <Heading>{title}</Heading> : title || <span class="grow" />}
        {side}
      </header>
      <main>{children}</main>
      {foot && <footer class="foot">{foot}</footer>}
    </div>
  );
}

/** The screen's heading: takes the focus when the screen appears, so that a screen reader says where one is. Before it
 * is painted: a key pressed or a tap made at once must not fall on the scroll and focus of the screen before. */
/** `quiet`: nothing of it in the title of the page, which the browser keeps in its history. */
export function Heading({ children, id, quiet }: { children: ComponentChildren; id?: string; quiet?: boolean }) {
  const self = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    window.scrollTo(0, 0);
    self.current?.focus({ preventScroll: true });
    document.title = quiet ? words.value.app : `${self.current?.textContent || ''} · ${words.value.app}`;
  }, []);
  return (
    <h1 ref={self} tabIndex={-1} id={id} dir="auto">
      {typeof children === 'string' ? unbroken(children) : children}
    </h1>
  );
}

interface PressProps {
  /** `main`: the one thing to press. */
  kind?: 'main' | 'bare' | 'stop';
  big?: boolean;
  wide?: boolean;
  picture?: string;
  /** A picture behind the words: where it leads. */
  after?: string;
  disabled?: boolean;
  /** For a form's own button. */
  submit?: boolean;
  onClick?: () => void;
  children: ComponentChildren;
}

export function Press({ kind, big, wide, picture, after, disabled, submit, onClick, children }: PressProps) {
  const classes = ['press', kind, big && 'big', wide && 'wide'].filter(Boolean).join(' ');
  return (
    <button type={submit ? 'submit' : 'button'} class={classes} disabled={disabled} onClick={onClick}>
      {picture && <Picture name={picture} size="s" />}
      <span>{children}</span>
      {after && <Picture name={after} size="s" />}
    </button>
  );
}

interface IconProps {
  name: string;
  label: string;
  onClick: () => void;
  big?: boolean;
}

export function IconButton({ name, label, onClick, big }: IconProps) {
  return (
    <button type="button" class={big ? 'press icon big' : 'press icon bare'} aria-label={label} onClick={onClick}>
      <Picture name={name} size="s" />
    </button>
  );
}

/** A sentence that matters, with a shape before it. */
export function Note({
  tone,
  picture,
  children,
}: {
  tone?: 'ok' | 'warn' | 'stop';
  picture: string;
  children: ComponentChildren;
}) {
  return (
    <div class={tone ? `note ${tone}` : 'note'}>
      <Picture name={picture} size="s" />
      <div class="grow">{children}</div>
    </div>
  );
}

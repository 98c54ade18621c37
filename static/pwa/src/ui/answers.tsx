// What was said, question by question; where it can be changed, each line is a button.

import { allWords as words } from '../i18n/behind';
import { Shot, Sound } from './media';
import type { MediaUrl } from './media';
import { Picture } from './picture';
import type { Line } from './answer-lines';

interface Props {
  lines: Line[];
  url: MediaUrl;
  /** By question name, a sentence on what is wrong. */
  wrong?: Record<string, string>;
  onChange?: (line: Line) => void;
}

export function AnswerList({ lines, url, wrong = {}, onChange }: Props) {
  return (
    <ul class="lines">
      {lines.map((line) => (
        <li key={line.name}>
          {onChange ? (
            <button type="button" class="line" onClick={() => onChange(line)}>
              <Inside line={line} wrong={wrong[line.name]} />
              <Picture name="corriger" size="s" label={words.value.change} />
            </button>
          ) : (
            <div class="line">
              <Inside line={line} wrong={wrong[line.name]} />
            </div>
          )}
          {line.media && line.kind === 'image' && (
            <Shot sha256={line.media} url={url} alt={words.value.photoOf(line.label)} />
          )}
          {line.media && line.kind === 'audio' && <Sound sha256={line.media} url={url} label={line.label} />}
        </li>
      ))}
    </ul>
  );
}

function Inside({ line, wrong }: { line: Line; wrong: string | undefined }) {
  return (
    <>
      {line.picture && <Picture name={line.picture} />}
      <div class="grow">
        <span class="soft small" dir="auto">
          {line.label}
        </span>
        {line.text ? <b dir="auto">{line.text}</b> : <span class="soft">{words.value.unanswered}</span>}
        {wrong && (
          <span class="fault">
            <Picture name="alerte" size="s" />
            {wrong}
          </span>
        )}
      </div>
    </>
  );
}

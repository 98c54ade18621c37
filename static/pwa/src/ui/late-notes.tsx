// What the first screen says once what is behind it is here: of what is not on the disk, and of replies to the place.

import type { Uses } from '../app/app';
import { behindWords } from '../i18n/behind';
import { Picture } from './picture';
import { address } from './route';
import { UnsavedAnywhere } from './unsaved';

/** What comes before all else there. */
export function LateNotes({ app, unstarted }: { app: Uses<'drafts' | 'replies'>; unstarted: boolean }) {
  return (
    <>
      <UnsavedAnywhere app={app} unstarted={unstarted} />
      <RepliesNote app={app} />
    </>
  );
}

/** What the place is answered, as long as it is new or asks something. */
function RepliesNote({ app }: { app: Uses<'replies'> }) {
  const say = behindWords.value;
  const all = app.replies.all.value;
  const fresh = all.filter((one) => one.isNew).length;
  const asks = all.some((one) => one.asks);
  if (!fresh && !asks) return null;
  return (
    <a class="note call" href={address('replies')}>
      <Picture name="village" />
      <span class="grow">
        <b>{fresh ? say.repliesNew(fresh) : say.repliesAsk}</b>
        <span class="why small">{fresh && asks ? say.repliesAsk : say.repliesTitle}</span>
      </span>
      <Picture name="suivant" size="s" />
    </a>
  );
}

/** The way to all of them. */
export function RepliesLink({ app }: { app: Uses<'replies'> }) {
  if (!app.replies.all.value.length) return null;
  return (
    <a class="press wide" href={address('replies')}>
      <Picture name="village" size="s" />
      <span>{behindWords.value.repliesTitle}</span>
    </a>
  );
}

// One question on the screen, whatever its type.

import { answerAt } from '../domain/answers';
import type { Answer, Geopoint } from '../domain/definition';
import { interpolate, looks } from '../domain/form';
import type { AskedNode } from '../domain/form';
import { ACKNOWLEDGED, scale } from '../domain/kinds';
import { anchorOf } from '../domain/position';
import { PHOTO_BYTES, fits } from '../domain/room';
import { minuteBytes } from '../domain/thrift';
import type { Uses } from '../app/app';
import { allWords as words } from '../i18n/behind';
import { Choice } from '../ui/choice';
import type { Option } from '../ui/choice';
import type { Editing } from '../ui/draft';
import { Faces } from '../ui/faces';
import { DayField, MomentField, NumberField, TextField, TimeField } from '../ui/field';
import { PhotoField } from '../ui/photo';
import { Picture } from '../ui/picture';
import { Point } from '../ui/point';
import { Rank } from '../ui/rank';
import { Scale } from '../ui/scale';
import { Search } from '../ui/search';
import { Seeds } from '../ui/seeds';
import { Slider } from '../ui/slider';
import { answerInWords } from '../ui/answer-lines';
import { Voice } from '../ui/voice';
import { ENDS, matching, options, projectOption } from './model';

interface Props {
  app: Uses<'drafts' | 'reference' | 'media' | 'prompts' | 'thrift' | 'settings'>;
  editing: Editing;
  node: AskedNode;
  /** The id of what asks: the page's heading, or the question's own legend in a group. */
  labelledBy: string;
  /** What is wrong, in words. */
  wrong: string | undefined;
  /** On an affective slider, which of the two this is. */
  end?: number;
  /** The choice that is being said aloud. */
  spoken?: string;
  onLive: (stop: (() => Promise<void>) | null) => void;
}

const FOUND = 40;

export function Question(props: Props) {
  const { node, wrong } = props;
  return (
    <>
      {node.read_only ? <Shown {...props} /> : <Input {...props} />}
      {wrong && (
        <p class="fault" role="alert" id={`${node.key}-wrong`}>
          <Picture name="alerte" size="s" />
          {wrong}
        </p>
      )}
    </>
  );
}

/** What is only read. */
function Shown({ app, editing, node }: Props) {
  const { definition, answers, walked, language } = editing;
  const projectTitle = (id: string): string | undefined =>
    app.reference.projects.value.find((each) => each.id === id)?.title;
  return (
    <p class="shown" dir="auto">
      {answerInWords(node, { definition, answers, walked, language, words: words.value, projectTitle })}
    </p>
  );
}

function Input({ app, editing, node, labelledBy, wrong, end, spoken, onLive }: Props) {
  const { definition, answers, language, draft } = editing;
  const { key } = node;
  const value = answerAt(answers, key);
  const set = (next: Answer | undefined): void => editing.answer(key, next);
  const label = interpolate(definition, node.label, node.context.values, language);
  const typed = { labelledBy, invalid: !!wrong, ...(wrong ? { describedBy: `${key}-wrong` } : {}) };
  const asked = { labelledBy, name: key };
  const erase = (): void => set(undefined);
  switch (node.type) {
    case 'select_one':
      return <One {...{ app, editing, node, labelledBy }} spoken={spoken} />;
    case 'select_multiple':
      return (
        <Choice
          {...asked}
          several
          grid={looks(node, 'pictures')}
          options={options(node, definition, language)}
          spoken={spoken}
          url={(sha) => app.prompts.url(sha)}
          chosen={(value as string[]) || []}
          onChoose={(all) => set(all.length ? all : undefined)}
        />
      );
    case 'rank':
      return (
        <Rank
          {...asked}
          options={options(node, definition, language)}
          ranked={(value as string[]) || []}
          onRank={(all) => set(all.length ? all : undefined)}
        />
      );
    case 'acknowledge':
      return (
        <Choice
          {...asked}
          several
          options={[{ name: ACKNOWLEDGED, label: words.value.seen, picture: 'oui' }]}
          chosen={value ? [ACKNOWLEDGED] : []}
          onChoose={(all) => set(all[0])}
        />
      );
    case 'range':
      return <Scale labelledBy={labelledBy} scale={scale(node)} value={value as number | undefined} onChange={set} />;
    case 'integer':
    case 'decimal':
      if (end !== undefined)
        return (
          <Slider
            label={label}
            ends={ENDS[end % 2] as [string, string]}
            value={value as number | undefined}
            onChange={set}
          />
        );
      if (looks(node, 'seeds'))
        return <Seeds labelledBy={labelledBy} value={value as number | undefined} onChange={set} />;
      return (
        <NumberField
          key={key}
          {...typed}
          whole={node.type === 'integer'}
          value={value as number | undefined}
          onChange={set}
        />
      );
    case 'date':
      return <DayField {...typed} value={(value as string) || ''} onChange={(day) => set(day || undefined)} />;
    case 'time':
      return <TimeField {...typed} value={(value as string) || ''} onChange={(time) => set(time || undefined)} />;
    case 'dateTime':
      return <MomentField {...typed} value={(value as string) || ''} onChange={(moment) => set(moment || undefined)} />;
    case 'geopoint':
      return (
        <Point
          value={value as Geopoint | undefined}
          locate={(onFix) => app.media.locate(onFix)}
          anchor={anchorOf(draft.place, (code) => app.reference.place(code))}
          onChange={set}
        />
      );
    case 'image':
      return (
        <PhotoField
          unsaved={!!app.drafts.unsaved.photoFault(draft.id)}
          making={app.drafts.unsaved.making(draft.id).some((one) => one.question === key)}
          fits={fits(app.settings.storage.value.freeBytes, PHOTO_BYTES)}
          lookForRoom={() => app.settings.lookForRoom()}
          label={label}
          sha256={value as string | undefined}
          url={(sha) => app.media.url(sha)}
          attach={async (file) => (await app.media.attachPhoto(draft.id, key, file)).sha256}
          onSaved={() => undefined}
          onErase={erase}
        />
      );
    case 'audio':
      return (
        <Voice
          label={label}
          sha256={value as string | undefined}
          url={(sha) => app.media.url(sha)}
          start={() => app.media.startVoice(draft.id, key)}
          onSaved={() => undefined}
          onErase={erase}
          onLive={onLive}
          minute={minuteBytes(app.thrift.voiceRate.value)}
        />
      );
    case 'text':
      return (
        <TextField
          {...typed}
          long={looks(node, 'multiline')}
          value={(value as string) || ''}
          onChange={(text) => set(text || undefined)}
        />
      );
    default:
      return null;
  }
}

function One({
  app,
  editing,
  node,
  labelledBy,
  spoken,
}: Pick<Props, 'app' | 'editing' | 'node' | 'labelledBy'> & { spoken: string | undefined }) {
  const { definition, answers, language } = editing;
  const chosen = (answerAt(answers, node.key) as string) || '';
  const set = (name: string): void => editing.answer(node.key, name);
  const all = options(node, definition, language);
  if (looks(node, 'project')) return <Project {...{ app, node, chosen, own: all, onChoose: set }} />;
  if (looks(node, 'faces'))
    return (
      <Faces labelledBy={labelledBy} name={node.key} options={all} spoken={spoken} chosen={chosen} onChoose={set} />
    );
  return (
    <Choice
      labelledBy={labelledBy}
      name={node.key}
      grid={looks(node, 'pictures')}
      options={all}
      spoken={spoken}
      url={(sha) => app.prompts.url(sha)}
      chosen={chosen ? [chosen] : []}
      onChoose={(names) => set(names[0] as string)}
    />
  );
}

interface ProjectProps {
  app: Uses<'reference'>;
  node: AskedNode;
  chosen: string;
  /** The question's own choices, as "another project": always in sight. */
  own: Option[];
  onChoose: (name: string) => void;
}

function Project({ app, node, chosen, own, onChoose }: ProjectProps) {
  const say = words.value;
  const all = app.reference.projects.value.map((project) =>
    projectOption(project, (code) => app.reference.place(code)?.name),
  );
  const current = all.filter((option) => option.name === chosen);
  const near = current.concat(all.filter((option) => option.name !== chosen).slice(0, FOUND));
  const sections = [
    { title: '', options: near },
    { title: say.projectOther, options: own },
  ];
  return (
    <Search
      name={node.key}
      label={say.projectSearch}
      none={say.projectNone}
      chosen={chosen}
      sections={sections}
      find={(text) => [...matching(all, text, FOUND), ...own]}
      onChoose={onChoose}
    />
  );
}

// One question on the screen, whatever its type.

import type { Answer, Geopoint, Node } from '../domain/definition';
import { interpolate, looks } from '../domain/form';
import type { App } from '../app/app';
import { words } from '../i18n/words';
import { Choice } from '../ui/choice';
import type { Option } from '../ui/choice';
import type { Editing } from '../ui/draft';
import { Faces } from '../ui/faces';
import { DayField, NumberField, TextField } from '../ui/field';
import { Photo } from '../ui/photo';
import { Picture } from '../ui/picture';
import { Point } from '../ui/point';
import { Search } from '../ui/search';
import { Slider } from '../ui/slider';
import { Voice } from '../ui/voice';
import { ENDS, matching, options, projectOption } from './model';

interface Props {
  app: App;
  editing: Editing;
  node: Node;
  /** The id of what asks: the page's heading, or the question's own legend in a group. */
  labelledBy: string;
  /** What is wrong, in words. */
  wrong: string | undefined;
  /** On an affective slider, which of the two this is. */
  end?: number;
  onLive: (stop: (() => Promise<void>) | null) => void;
}

const FOUND = 40;

export function Question(props: Props) {
  const { node, wrong } = props;
  return (
    <>
      <Input {...props} />
      {wrong && (
        <p class="fault" role="alert" id={`${node.name}-wrong`}>
          <Picture name="alerte" size="s" />
          {wrong}
        </p>
      )}
    </>
  );
}

function Input({ app, editing, node, labelledBy, wrong, end, onLive }: Props) {
  const { definition, walked, answers, language, draft } = editing;
  const value = answers[node.name];
  const set = (next: Answer | undefined): void => editing.answer(node.name, next);
  const label = interpolate(definition, node.label, walked.values, language);
  const typed = { labelledBy, invalid: !!wrong, ...(wrong ? { describedBy: `${node.name}-wrong` } : {}) };
  const asked = { labelledBy, name: node.name };
  const erase = (): void => {
    editing.attached(node.name, undefined);
    void app.removeMedia(draft.id, node.name);
  };
  switch (node.type) {
    case 'select_one':
      return <One {...{ app, editing, node, labelledBy }} />;
    case 'select_multiple':
      return <Choice {...asked} several grid={looks(node, 'pictures')} options={options(node, definition, walked, language)} chosen={(value as string[]) || []} onChoose={(all) => set(all.length ? all : undefined)} />;
    case 'integer':
    case 'decimal':
      if (end !== undefined) return <Slider label={label} ends={ENDS[end % 2] as [string, string]} value={value as number | undefined} onChange={set} />;
      return <NumberField key={node.name} {...typed} whole={node.type === 'integer'} value={value as number | undefined} onChange={set} />;
    case 'date':
      return <DayField {...typed} value={(value as string) || ''} onChange={(day) => set(day || undefined)} />;
    case 'geopoint':
      return <Point value={value as Geopoint | undefined} locate={(onFix) => app.locate(onFix)} onChange={set} />;
    case 'image':
      return <Photo label={label} kept={value as string | undefined} url={(sha) => app.mediaUrl(sha)} attach={async (file) => (await app.attachPhoto(draft.id, node.name, file)).sha256} onKept={(sha) => editing.attached(node.name, sha)} onErase={erase} />;
    case 'audio':
      return <Voice label={label} kept={value as string | undefined} url={(sha) => app.mediaUrl(sha)} start={() => app.startVoice(draft.id, node.name)} onKept={(sha) => editing.attached(node.name, sha)} onErase={erase} onLive={onLive} />;
    case 'text':
      return <TextField {...typed} long={looks(node, 'multiline')} value={(value as string) || ''} onChange={(text) => set(text || undefined)} />;
    default:
      return null;
  }
}

function One({ app, editing, node, labelledBy }: Pick<Props, 'app' | 'editing' | 'node' | 'labelledBy'>) {
  const { definition, walked, answers, language } = editing;
  const chosen = (answers[node.name] as string) || '';
  const set = (name: string): void => editing.answer(node.name, name);
  const all = options(node, definition, walked, language);
  if (looks(node, 'project')) return <Project {...{ app, node, chosen, own: all, onChoose: set }} />;
  if (looks(node, 'faces')) return <Faces labelledBy={labelledBy} name={node.name} options={all} chosen={chosen} onChoose={set} />;
  return <Choice labelledBy={labelledBy} name={node.name} grid={looks(node, 'pictures')} options={all} chosen={chosen ? [chosen] : []} onChoose={(names) => set(names[0] as string)} />;
}

interface ProjectProps {
  app: App;
  node: Node;
  chosen: string;
  /** The question's own choices, as "another project": always in sight. */
  own: Option[];
  onChoose: (name: string) => void;
}

function Project({ app, node, chosen, own, onChoose }: ProjectProps) {
  const say = words.value;
  const all = app.projects.value.map((project) => projectOption(project, (code) => app.place(code)?.name));
  const current = all.filter((option) => option.name === chosen);
  const near = current.concat(all.filter((option) => option.name !== chosen).slice(0, FOUND));
  const sections = [
    { title: '', options: near },
    { title: say.projectOther, options: own },
  ];
  return <Search name={node.name} label={say.projectSearch} none={say.projectNone} chosen={chosen} sections={sections} find={(text) => [...matching(all, text, FOUND), ...own]} onChoose={onChoose} />;
}

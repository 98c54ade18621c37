// Whatever a surveyor does while storage fails in every way: the record that leaves is what the screen showed, or the screen
// said otherwise. The same interleavings each time; FEEDBACK_EXPLORE=1 looks for new ones.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { App } from '../../static/pwa/src/app/app';
import { makeBody } from '../../static/pwa/src/domain/making';
import type { Body, Draft } from '../../static/pwa/src/domain/types';
import { awa, someone } from './engine-build';
import { besoin, device, enrolled, kill, phone, settled, start } from './phone-build';

const EXPLORE = !!process.env.FEEDBACK_EXPLORE;
const RUNS = EXPLORE ? 120 : 24;
const STEPS = 30;
const FIRST = EXPLORE ? Date.now() % 1e6 : 1;

const agreed = {
  version: '1',
  language: 'fr',
  given_by: 'oral' as const,
  attribution: 'anonymous' as const,
  uses: { keep: true },
};

type Seen = Record<string, string>;

/** What a screen shows of a draft, part by part: each is written by itself. */
function seen({ answers, place, mode, media, replyText }: Draft): Seen {
  const { photo, texte, domaine, profondeur } = answers;
  assert.equal(photo, media.photo?.sha256, 'an answer and its photo go together');
  return Object.fromEntries(
    Object.entries({ photo, texte, domaine, profondeur, place, mode, replyText }).map(([name, value]) => [
      name,
      JSON.stringify(value ?? null),
    ]),
  );
}

/** Awa at her phone, by chance. */
class Awa {
  readonly id: string;
  /** What the screen has shown since the last moment at which it said that all was saved; that comes first. */
  private history: Seen[] = [];
  private photos: (() => void)[] = [];
  private count = 0;
  isMaking = false;
  shownMissing = false;

  constructor(
    private app: App,
    id: string,
    private readonly chance: () => number,
  ) {
    this.id = id;
    this.look();
  }

  private pick<One>(all: readonly One[]): One {
    return all[Math.floor(this.chance() * all.length)] as One;
  }

  private shown(): Seen {
    const draft = this.app.drafts.get(this.id);
    assert.ok(draft, 'the draft is in sight');
    return seen(draft);
  }

  private look(): void {
    this.history.push(this.shown());
  }

  private calm(): void {
    this.history = [this.shown()];
  }

  /** One step, and what must hold after it. */
  async step(): Promise<void> {
    const doing = this.pick([
      this.type,
      this.type,
      this.touch,
      this.erase,
      this.place,
      this.mode,
      this.reply,
      this.photo,
      this.photoReady,
      this.goOn,
      this.goOn,
      this.lock,
      this.die,
      this.fail,
      this.fail,
      this.mend,
      this.close,
      this.breathe,
    ]);
    await doing.call(this);
    this.look();
  }

  private expect(key: string, value: unknown): void {
    this.look();
    assert.deepEqual(this.app.drafts.get(this.id)?.answers[key], value, 'what was just answered is in sight');
  }

  private async type(): Promise<void> {
    const text = `mots ${this.count++}`;
    this.app.drafts.type(this.id, 'texte', text);
    this.expect('texte', text);
  }

  private async touch(): Promise<void> {
    const [key, value] = this.pick([
      ['domaine', 'eau'],
      ['domaine', 'route'],
      ['profondeur', this.count++],
    ] as const);
    void this.app.drafts.setAnswer(this.id, key, value).catch(() => undefined);
    this.expect(key, value);
  }

  private async erase(): Promise<void> {
    const key = this.pick(['texte', 'profondeur', 'photo']);
    void this.app.drafts.setAnswer(this.id, key, undefined).catch(() => undefined);
    this.expect(key, undefined);
  }

  private async place(): Promise<void> {
    void this.app.drafts.setPlace(this.id, this.pick(['V1', 'V2'])).catch(() => undefined);
  }

  private async mode(): Promise<void> {
    void this.app.drafts.setMode(this.id, this.pick(['alone', 'group'])).catch(() => undefined);
  }

  private async reply(): Promise<void> {
    this.app.drafts.typeReply(this.id, `réponse ${this.count++}`);
  }

  /** A photo that takes its time. */
  private async photo(): Promise<void> {
    const turn = new Promise<void>((ready) => this.photos.push(ready));
    phone.shrink = async (file) => (await turn, device.shrink(file));
    void this.app.media.attachPhoto(this.id, 'photo', new Blob([`photo ${this.count++}`])).then(
      () => this.look(),
      () => undefined,
    );
    await settled();
  }

  private async photoReady(): Promise<void> {
    this.photos.splice(0).forEach((ready) => ready());
    await this.breathe();
  }

  /** Goes on as a button does: when it says that all is saved, it is. */
  private async goOn(): Promise<void> {
    this.photos.splice(0).forEach((ready) => ready());
    const saved = await this.app.drafts.unsaved.saved(this.id).then(
      () => true,
      () => false,
    );
    if (saved) this.calm();
    else
      assert.ok(
        this.app.drafts.unsaved.fault(this.id) || this.app.drafts.unsaved.missed(this.id).length,
        'why it does not go on is said',
      );
  }

  private async lock(): Promise<void> {
    this.photos.splice(0).forEach((ready) => ready());
    if (!(await this.app.people.lock())) return assert.ok(this.app.drafts.unsaved.fault());
    this.calm();
    await this.die();
  }

  /** The browser is killed and opened again: nothing is there but what was shown, and nothing older than what was saved. */
  private async die(): Promise<void> {
    this.look();
    kill();
    this.photos = [];
    this.app = await start();
    for (const [part, value] of Object.entries(this.shown())) {
      assert.ok(
        this.history.some((one) => one[part] === value),
        `${part}: ${value} is none of ${this.history.map((one) => one[part]).join(' ')}`,
      );
    }
    this.calm();
  }

  private async fail(): Promise<void> {
    const kind = this.pick(['full', 'some', 'once']);
    phone.full = kind === 'full';
    let left = this.pick([1, 2, 3, 8]);
    const name = this.pick(['AbortError', 'QuotaExceededError', 'UnknownError', 'InvalidStateError']);
    phone.fails = (stores) =>
      stores.includes('drafts') && kind !== 'full' && left-- > 0 ? new DOMException('failed', name) : null;
  }

  private async mend(): Promise<void> {
    phone.full = false;
    phone.fails = () => null;
  }

  private async close(): Promise<void> {
    phone.close();
  }

  private async breathe(): Promise<void> {
    await settled();
    this.look();
  }

  /** Finishes in the midst of it, again and again until storage works: what was shown is what leaves. */
  async finish(): Promise<void> {
    await this.app.drafts.setConsent(this.id, agreed).catch(() => undefined);
    const finished = this.app.drafts.finish(this.id).then(
      () => true,
      () => false,
    );
    await settled();
    this.photos.splice(0).forEach((ready) => ready());
    const first = await finished;
    if (!first) {
      assert.ok(this.app.drafts.get(this.id), 'what was not finished is in sight');
      this.shownMissing = this.app.drafts.unsaved.missed(this.id).length > 0;
      await this.mend();
      await this.app.drafts.finish(this.id).catch(() => this.app.drafts.finish(this.id)); // what came to nothing was said, and is not waited for twice
    }
    assert.equal(this.app.drafts.unsaved.fault(this.id), null);
  }

  /** What the screen shows now, as a record; now and then a photo is being made at that moment. */
  async wanted(): Promise<Pick<Body, 'answers' | 'place' | 'mode' | 'media'>> {
    if (this.chance() < 0.5) await this.photo();
    this.isMaking = this.app.drafts.unsaved.making(this.id).length > 0;
    const draft = this.app.drafts.get(this.id) as Draft;
    const { answers, place, mode, media } = makeBody({ ...draft, consent: agreed }, besoin, awa, new Date(phone.time));
    return { answers, place, mode, media };
  }

  async left(): Promise<Pick<Body, 'answers' | 'media'> & { place: string | undefined }> {
    kill();
    phone.fails = () => null;
    phone.full = false;
    const again = await start();
    const answered = await again.records.answersOf(this.id);
    return {
      answers: answered?.answers as Body['answers'],
      media: answered?.media ?? [],
      place: again.records.all.value.find((one) => one.id === this.id)?.place,
    };
  }
}

for (let n = 0; n < RUNS; n++) {
  const seed = FIRST + n;
  test(`storage fails, Awa goes on, is killed and comes back: nothing leaves but what she saw (${seed})`, async () => {
    phone.online = true;
    const app = await enrolled();
    phone.online = false;
    const person = new Awa(app, await app.drafts.start('besoin'), someone(seed * 7919));
    for (let step = 0; step < STEPS; step++) await person.step();
    const wanted = await person.wanted();
    await person.finish();
    const { answers, media, place } = await person.left();
    if (person.isMaking) {
      assert.ok(
        media.length === 1 || person.shownMissing,
        'the photo under way is in the record, or was said to be missing',
      );
      assert.equal(answers.photo, media[0]?.sha256);
      if (media[0]?.sha256 !== wanted.media[0]?.sha256)
        Object.assign(wanted, { media, answers: { ...wanted.answers, photo: answers.photo } });
    }
    assert.deepEqual([answers, media, place], [wanted.answers, wanted.media, wanted.place]);
  });
}

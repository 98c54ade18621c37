// The way through a record being filled in.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  endsHere,
  faultsOn,
  firstFault,
  indexOf,
  isUntouched,
  mayPass,
  path,
  resume,
  steps,
} from '../../static/pwa/src/capture/model';
import { screens } from '../../static/pwa/src/domain/screens';
import { draft, walked } from './screen-build';

test('Awa goes from the place through each question to the review', () => {
  const all = steps(walked({ quoi: 'eau' }), draft());
  assert.deepEqual(
    all.map((step) => path(step).join('/')),
    ['place', 'q/quoi', 'q/combien', 'q/recit', 'q/mot', 'review'],
  );
  assert.equal(indexOf(all, ['q', 'combien', 'review']), 2);
  assert.equal(indexOf(all, ['q', 'gone']), -1);
});

test('a correction begins with what the Lab asks', () => {
  const all = steps(walked({}), draft({ replyTo: 'x' }));
  assert.equal(all[0]?.kind, 'reply');
  assert.deepEqual(resume(walked({}), draft({ replyTo: 'x' })), ['reply']);
  assert.deepEqual(resume(walked({}), draft({ replyTo: 'x', replyText: 'Douze familles.' })), ['review']);
  assert.deepEqual(
    resume(walked({}), draft({ replyTo: 'x', replyText: '\u200e\u2800' })),
    ['reply'],
    'signs that nobody sees',
  );
});

test('Awa comes back to a draft where she left it', () => {
  assert.deepEqual(resume(walked({}), draft({ place: null })), ['place']);
  const answers = { quoi: 'eau' };
  assert.deepEqual(resume(walked(answers), draft({ answers })), ['q', 'combien']);
  const more = { quoi: 'route', texte: 'Des trous.' };
  assert.deepEqual(resume(walked(more), draft({ answers: more })), ['q', 'mot']);
});

test('a question that must be answered cannot be passed, the others can', () => {
  const [quoi, recit] = screens(walked({}));
  assert.ok(quoi && recit);
  assert.equal(mayPass(quoi), false);
  assert.equal(mayPass(recit), true);
  assert.equal(isUntouched(quoi, {}), true);
  assert.equal(faultsOn(quoi, {}).length, 1);
  assert.equal(firstFault({}, walked({})), 'quoi');
  assert.equal(firstFault({ quoi: 'route' }, walked({ quoi: 'route' })), undefined);
});

test('a choice that the form does not accept ends it; a question without an answer, or a number too large, does not', () => {
  const [quoi, recit] = screens(walked({}));
  assert.ok(quoi && recit);
  assert.equal(endsHere(quoi, [{ field: 'quoi', reason: 'constraint' }]), true);
  assert.equal(endsHere(quoi, [{ field: 'quoi', reason: 'required' }]), false);
  assert.equal(endsHere(recit, [{ field: 'texte', reason: 'constraint' }]), false);
});

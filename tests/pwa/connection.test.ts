// A connection that the browser closes, and closes again while it is being opened anew.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lasting, reopen } from '../../static/pwa/src/storage/connection';

/** A browser whose first connections are closed as soon as they are open. */
function browser(closedAtOnce: number) {
  let opened = 0;
  const open = async () => {
    let closed = opened++ <= closedAtOnce;
    return {
      close: (): void => void (closed = true),
      read: async (): Promise<string> => {
        if (closed) throw new DOMException('closed', 'InvalidStateError');
        return 'Le puits est à sec';
      },
    };
  };
  return { open, opened: () => opened };
}

test('what is read while the browser closes the connection twice more is read in the end', async () => {
  const phone = browser(2);
  const connection = await lasting(phone.open);
  assert.equal(await connection.read(), 'Le puits est à sec');
});

test('who joins an opening that ends in a closed connection asks for another', async () => {
  const phone = browser(1);
  const connection = await lasting(phone.open);
  const opening = reopen(connection);
  assert.equal(await connection.read(), 'Le puits est à sec');
  await opening;
});

test('a browser that closes every connection is a fault after three openings, not a loop', async () => {
  const phone = browser(100);
  const connection = await lasting(phone.open);
  await assert.rejects(connection.read(), { name: 'InvalidStateError' });
  assert.equal(phone.opened(), 4);
});

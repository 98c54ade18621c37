// What Awa's phone believes of what the network says, and how a photo goes up piece by piece.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { NetError } from '../../static/pwa/src/domain/failure';
import { enrol, exchange } from '../../static/pwa/src/net/exchange';
import { sendMedium } from '../../static/pwa/src/net/tus';
import type { ExchangeAsk, Sending } from '../../static/pwa/src/sync/ports';

type Serve = (request: {
  method: string;
  path: string;
  headers: Headers;
  body: Buffer;
  signal: AbortSignal;
}) => Response | Promise<Response>;
const real = globalThis.fetch;
afterEach(() => (globalThis.fetch = real));

function serve(answer: Serve): void {
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    const body = Buffer.from(await new Response(init.body).arrayBuffer());
    return answer({
      method: init.method ?? 'GET',
      path,
      headers: new Headers(init.headers),
      body,
      signal: init.signal as AbortSignal,
    });
  }) as typeof fetch;
}

const problem = (code: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: `/problems/${code}`, title: '', status }), {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  });

const asked = (more: Partial<ExchangeAsk> = {}): ExchangeAsk => ({
  token: 'secret',
  nonce: 'n1',
  clock: '',
  cursor: null,
  entries: [],
  health: {
    unsent: 0,
    oldest_unsent_at: null,
    media_pending_bytes: 0,
    free_bytes: null,
    persisted: true,
    app_version: '1',
  },
  ...more,
});
const good = {
  nonce: 'n1',
  clock: '',
  epoch: 'e',
  safe: 0,
  acks: [],
  missing: [],
  changes: [],
  cursor: 'c',
  more: false,
};
const spent = (): { count: number; add(count: number): void } => ({
  count: 0,
  add(count) {
    this.count += count;
  },
});
const why = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: NetError) => `${error.reason} ${error.retryAfterS}`,
  );
const talk = (): Promise<unknown> => exchange(asked(), () => undefined);

test('an exchange carries the token and counts its bytes', async () => {
  const bytes = spent();
  serve(({ headers, path }) => {
    assert.deepEqual([headers.get('Authorization'), path], ['Bearer secret', '/api/v1/exchange']);
    return Response.json(good);
  });
  assert.equal((await exchange(asked(), (count) => bytes.add(count))).cursor, 'c');
  assert.ok(bytes.count > 200);
});

test('many words travel packed', async () => {
  const entries = [{ id: 'i', rev: 1, digest: 'd', body: 'Le puits est à sec. '.repeat(500) }];
  serve(({ headers, body }) => {
    assert.equal(headers.get('Content-Encoding'), 'gzip');
    assert.ok(body.length < 600);
    assert.deepEqual((JSON.parse(gunzipSync(body).toString()) as { entries: unknown }).entries, entries);
    return Response.json(good);
  });
  await exchange(asked({ entries }), () => undefined);
});

test('a café’s welcome page is a portal, however friendly its status', async () => {
  for (const page of [
    () => new Response('<html>Bienvenue</html>', { headers: { 'Content-Type': 'text/html' } }),
    () => Response.json({ ...good, nonce: 'another' }),
    () => Response.json({ nonce: 'n1' }),
    () => Response.json(null),
    () => new Response('Payez d’abord', { status: 403 }),
    () => new Response('', { status: 511 }),
    () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' }),
  ]) {
    serve(page);
    assert.equal(await why(talk()), 'portal 0');
  }
});

test('“come back at ten” is counted from the server’s clock: Awa’s is a year off', async () => {
  const at = (date: number): string => new Date(date).toUTCString();
  for (const wrong of [-365, 0, 365]) {
    const server = Date.now() + wrong * 86_400_000;
    serve(() => problem('slow-down', 429, { 'Retry-After': at(server + 600_000), Date: at(server) }));
    assert.equal(await why(talk()), 'slow-down 600');
  }
  serve(() => problem('slow-down', 429, { 'Retry-After': '999999999' }));
  assert.equal(await why(talk()), 'slow-down 86400');
  serve(() => problem('slow-down', 429, { 'Retry-After': 'soon' }));
  assert.equal(await why(talk()), 'slow-down 0');
});

test('only the server’s own words are believed', async () => {
  for (const [answer, reason] of [
    [() => problem('revoked', 403), 'revoked 0'],
    [() => problem('not-enrolled', 401), 'not-enrolled 0'],
    [() => problem('upgrade-required', 426), 'upgrade 0'],
    [() => problem('slow-down', 429, { 'Retry-After': '30' }), 'slow-down 30'],
    [() => problem('busy', 503, { 'Retry-After': '5' }), 'server 5'],
    [() => problem('unreadable', 400), 'rejected 0'],
    [() => problem('too-large', 413), 'too-large 0'],
    [() => new Response('too large, says the proxy', { status: 413 }), 'too-large 0'],
    [() => new Response('bad gateway', { status: 502 }), 'server 0'],
  ] as const) {
    serve(answer);
    assert.equal(await why(talk()), reason);
  }
});

test('what stands between the phone and the server is known by its answers, and is nobody’s fault here', async () => {
  const html = (status: number): Response =>
    new Response(`<html><title>${status}</title><h1>nginx</h1></html>`, {
      status,
      headers: { 'Content-Type': 'text/html' },
    });
  for (const [reason, statuses] of [
    ['server', [408, 425, 499, 500, 502, 503, 504, 520, 524]],
    ['portal', [200, 203, 401, 402, 403, 407, 451, 511]],
    ['setup', [400, 404, 405, 410, 411, 414, 415, 421, 431]],
    ['too-large', [413]],
    ['slow-down', [429]],
  ] as const) {
    for (const status of statuses) {
      serve(() => html(status));
      assert.equal(await why(talk()), `${reason} 0`, `${status}`);
      assert.equal(
        await why(enrol({ code: 'ABC', device: { name: '', platform: '', app_version: '' } })),
        `${reason} 0`,
        `${status} on enrolment`,
      );
    }
  }
});

test('a server that is set up wrongly says so, and the phone believes it', async () => {
  for (const code of ['misconfigured', 'stale-form']) {
    serve(() => problem(code, 403));
    assert.equal(await why(talk()), 'setup 0');
  }
});

test('while the server is busy an upload is not begun anew', async () => {
  const tus = new Tus();
  tus.serve();
  await sendMedium(sending(photo));
  for (const status of [408, 429, 499, 503]) {
    const methods: string[] = [];
    serve(({ method }) => (methods.push(method), new Response('', { status })));
    await assert.rejects(sendMedium(sending(photo, { url: '/api/v1/media/u1' })));
    assert.deepEqual(methods, ['HEAD']);
  }
});

test('no network, and a line that dies in the middle of the answer, are the same to Awa: later', async () => {
  serve(() => Promise.reject(new TypeError('Failed to fetch')));
  assert.equal(await why(talk()), 'offline 0');
  serve(() => new Response(new ReadableStream({ start: (stream) => stream.error(new Error('cut')) })));
  assert.equal(await why(talk()), 'offline 0');
});

test('a wrong enrolment code is said to be one', async () => {
  serve(() => problem('unknown-code', 404));
  await assert.rejects(
    enrol({ code: 'ABC', device: { name: '', platform: '', app_version: '' } }),
    (error: NetError) => error.code === 'unknown-code',
  );
});

/** tus in a few lines; `cut` decides what becomes of each request. */
class Tus {
  arrived: Buffer = Buffer.alloc(0);
  length = 0;
  known = false;
  gone = false;
  requests: string[] = [];
  cut: (n: number) => 'answer lost' | 'body cut' | null = () => null;

  serve(): void {
    let n = 0;
    serve(({ method, headers, body }) => {
      this.requests.push(`${method} ${body.length}`);
      const cut = this.cut(n++);
      if (cut === 'body cut') body = body.subarray(0, body.length >> 1);
      const answer = this.answer(method, headers, body);
      if (cut) throw new TypeError('cut');
      return answer;
    });
  }

  private answer(method: string, headers: Headers, body: Buffer): Response {
    if (method === 'POST') {
      this.length = Number(headers.get('Upload-Length'));
      this.gone = false;
      if (!this.arrived.length && headers.get('Content-Type') === 'application/offset+octet-stream')
        this.arrived = body;
      const at = this.known ? this.length : this.arrived.length;
      return new Response(null, {
        status: 201,
        headers: { Location: 'http://inside:8000/api/v1/media/u1', 'Upload-Offset': String(at) },
      });
    }
    if (this.gone) return new Response(null, { status: 404 });
    if (method === 'PATCH') {
      if (Number(headers.get('Upload-Offset')) !== this.arrived.length) return problem('offset-mismatch', 409);
      this.arrived = Buffer.concat([this.arrived, body]);
    }
    return new Response(null, {
      status: method === 'PATCH' ? 204 : 200,
      headers: { 'Upload-Offset': String(this.arrived.length) },
    });
  }
}

function sending(bytes: Buffer, more: Partial<Sending> = {}): Sending & { urls: string[] } {
  const urls: string[] = [];
  return {
    token: 't',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    type: 'image/jpeg',
    chunk: 64 * 1024,
    url: null,
    urls,
    bytes: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
    onUrl: async (url) => void urls.push(url),
    onProgress: () => undefined,
    onBytes: () => undefined,
    ...more,
  };
}
const photo = randomBytes(200 * 1024);

test('a short voice goes up in one request, a photo in pieces, at an address of this server', async () => {
  const tus = new Tus();
  tus.serve();
  const voice = randomBytes(20 * 1024);
  await sendMedium(sending(voice));
  assert.deepEqual([tus.requests, tus.arrived.equals(voice)], [['POST 20480'], true]);
  tus.arrived = Buffer.alloc(0);
  const what = sending(photo);
  await sendMedium(what);
  assert.deepEqual([tus.arrived.equals(photo), what.urls], [true, ['/api/v1/media/u1']]);
});

test('what the server has is not sent again', async () => {
  const tus = new Tus();
  tus.known = true;
  tus.serve();
  await sendMedium(sending(photo));
  assert.deepEqual(tus.requests, ['POST 0']);
});

test('a photo whose answers and pieces get lost goes on where it stopped, and arrives whole', async () => {
  const tus = new Tus();
  tus.cut = (n) => (({ 1: 'answer lost', 3: 'body cut', 6: 'answer lost' }) as const)[n as 1] ?? null;
  tus.serve();
  const what = sending(photo);
  let url: string | null = null;
  for (let attempt = 0; attempt < 9 && tus.arrived.length < photo.length; attempt++) {
    await sendMedium({ ...what, url }).catch((error: NetError) => assert.equal(error.reason, 'offline'));
    url = what.urls[0] ?? null;
  }
  assert.ok(tus.arrived.equals(photo));
  const sent = tus.requests.reduce((sum, one) => sum + Number(one.split(' ')[1]), 0);
  assert.ok(sent < photo.length + 3 * 64 * 1024, 'at most the pieces that were cut went twice');
});

test('an upload that the server has forgotten is begun anew', async () => {
  const tus = new Tus();
  tus.gone = true;
  tus.serve();
  await sendMedium(sending(photo, { url: '/api/v1/media/old' }));
  assert.ok(tus.arrived.equals(photo));
  assert.deepEqual(tus.requests.slice(0, 2), ['HEAD 0', 'POST 0']);
});

test('a portal in the middle of a photo is seen, and the photo is not thought to be there', async () => {
  serve(({ method }) =>
    method === 'POST' ? new Response('<html>', { status: 200 }) : new Response('', { status: 200 }),
  );
  assert.equal(await why(sendMedium(sending(photo))), 'portal 0');
  serve(() => new Response('<html>', { status: 200 }));
  assert.equal(await why(sendMedium(sending(photo, { url: '/api/v1/media/u1' }))), 'portal 0');
});

test('a file that is not what it said is refused, and said to be', async () => {
  serve(({ method }) =>
    method === 'POST'
      ? new Response(null, { status: 201, headers: { Location: '/api/v1/media/u', 'Upload-Offset': '0' } })
      : problem('checksum-mismatch', 460),
  );
  await assert.rejects(
    sendMedium(sending(photo)),
    (error: NetError) => error.reason === 'rejected' && error.code === 'checksum-mismatch',
  );
});

// Questions and answers over a WebSocket, as browsers' debuggers speak: {id, method, params} and {id, result or error}.

const CUT = () => new Error('the browser let go of the line');

export class Line {
  onTold = () => undefined;
  #waiting = new Map();
  #asked = 0;
  #closed = false;

  static to(address) {
    const socket = new WebSocket(address);
    const line = new Line();
    line.socket = socket;
    socket.onmessage = ({ data }) => line.#hear(JSON.parse(data));
    return new Promise((done, failed) => {
      socket.onopen = () => done(line);
      socket.onerror = (error) => failed(new Error(`${address}: ${error.message}`));
      socket.onclose = () => {
        line.#close();
        failed(CUT());
      };
    });
  }

  #hear(told) {
    const waiting = this.#waiting.get(told.id);
    if (!waiting) return this.onTold(told);
    this.#waiting.delete(told.id);
    if (told.error) waiting.failed(new Error(`${told.error.message ?? told.error} ${told.message ?? ''}`));
    else waiting.done(told.result);
  }

  #close() {
    this.#closed = true;
    for (const { failed } of this.#waiting.values()) failed(CUT());
    this.#waiting.clear();
  }

  /** The answer; rejects when the browser refuses, or lets go of the line. */
  ask(method, params) {
    if (this.#closed) return Promise.reject(CUT());
    const id = (this.#asked += 1);
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

/** Waits until a program has said this, and hears it out from then on, so that it never waits for us. Rejects when it
 * falls silent before. */
export function said(stream, words, seconds = 30) {
  return new Promise((done, failed) => {
    let all = '';
    const never = () => failed(new Error(`never said ${words}: ${all}`));
    setTimeout(never, seconds * 1000).unref();
    stream.on('close', never);
    stream.setEncoding('utf8').on('data', (more) => {
      all += more;
      const found = words.exec(all);
      if (found) done(found);
    });
  });
}

// Questions and answers over a WebSocket, as browsers' debuggers speak: {id, method, params} and {id, result or error}.

const CUT = () => new Error('the browser let go of the line');

export class Line {
  onEvent = () => undefined;
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

  #hear(message) {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return this.onEvent(message);
    this.#waiting.delete(message.id);
    if (message.error) waiting.failed(new Error(`${message.error.message ?? message.error} ${message.message ?? ''}`));
    else waiting.done(message.result);
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

/** Waits until a program has printed this, and hears it out from then on, so that it never waits for us. Rejects when it
 * falls silent before. */
export function whenPrinted(stream, words, seconds = 30) {
  return new Promise((done, failed) => {
    let all = '';
    const never = () => failed(new Error(`never printed ${words}: ${all}`));
    setTimeout(never, seconds * 1000).unref();
    stream.on('close', never);
    stream.setEncoding('utf8').on('data', (more) => {
      all += more;
      const found = words.exec(all);
      if (found) done(found);
    });
  });
}

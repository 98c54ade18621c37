// Questions and answers over a WebSocket, as browsers' debuggers speak: {id, method, params} and {id, result or error}.

export class Line {
  onTold = () => undefined;
  #waiting = new Map();
  #asked = 0;

  static to(address) {
    const socket = new WebSocket(address);
    const line = new Line();
    line.socket = socket;
    socket.onmessage = ({ data }) => line.#hear(JSON.parse(data));
    return new Promise((done, failed) => {
      socket.onopen = () => done(line);
      socket.onerror = (error) => failed(new Error(`${address}: ${error.message}`));
    });
  }

  #hear(told) {
    const waiting = this.#waiting.get(told.id);
    if (!waiting) return this.onTold(told);
    this.#waiting.delete(told.id);
    if (told.error) waiting.failed(new Error(`${told.error.message ?? told.error} ${told.message ?? ''}`));
    else waiting.done(told.result);
  }

  ask(method, params) {
    const id = (this.#asked += 1);
    return new Promise((done, failed) => {
      this.#waiting.set(id, { done, failed });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}

/** Waits until a program has said this, and hears it out from then on, so that it never waits for us. */
export function said(stream, words, seconds = 30) {
  return new Promise((done, failed) => {
    let all = '';
    setTimeout(() => failed(new Error(`never said ${words}: ${all}`)), seconds * 1000).unref();
    stream.setEncoding('utf8').on('data', (more) => {
      all += more;
      const found = words.exec(all);
      if (found) done(found);
    });
  });
}

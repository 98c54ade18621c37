// A Firefox that goes wrong, for the tests of the driver: `node fake.mjs <how> <file for its number> …`.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [how, file] = process.argv.slice(2);
const KEY = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
writeFileSync(file, String(process.pid));
const server = createServer().on('upgrade', ({ headers }, socket) => {
  const accepted = createHash('sha1')
    .update(headers['sec-websocket-key'] + KEY)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n`,
  );
  socket.once('data', () => socket.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  if (how === 'ends') process.exit(3);
  console.error(`BiDi listening on ws://127.0.0.1:${how === 'is deaf' ? 1 : port}`);
});

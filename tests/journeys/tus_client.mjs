// Somebody else's tus client, in Node, against a real server: node tus_client.mjs ADDRESS FILE SHA256 TOKEN HOW
// Prints one JSON line for each thing that happens. HOW: whole, pieces, together, stop (aborts halfway, loses
// nothing), patient (goes on through a server's death), end (aborts halfway and deletes), or an upload's address.
import { createReadStream, statSync } from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, file, sha256, token, how] = process.argv.slice(2);
const size = statSync(file).size;
const report = (what) => console.log(JSON.stringify(what));

const upload = new Upload(createReadStream(file), {
  endpoint,
  uploadSize: size,
  uploadUrl: how.startsWith('http') ? how : null,
  chunkSize: how === 'whole' || how === 'together' ? Infinity : 50_000,
  uploadDataDuringCreation: how === 'together',
  retryDelays: how === 'patient' ? Array.from({ length: 40 }, () => 250) : null,
  metadata: { sha256, type: 'audio/ogg' },
  headers: { Authorization: `Bearer ${token}` },
  onUploadUrlAvailable: () => report({ url: upload.url }),
  onChunkComplete: (_chunk, accepted) => {
    report({ accepted });
    if ((how === 'stop' || how === 'end') && accepted >= size / 2) {
      void upload.abort(how === 'end').then(() => {
        report({ stopped: accepted });
        process.exit(0);
      });
    }
  },
  onError: (error) => {
    report({ error: error.originalResponse ? error.originalResponse.getStatus() : 0, message: error.message });
    process.exit(1);
  },
  onSuccess: () => report({ done: true }),
});
upload.start();

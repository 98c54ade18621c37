// Passkeys (WebAuthn): a form that says what to sign (`data-options`, as JSON) is sent with what the device answers. Where the
// device does not answer the page says so, and its other ways stay.

type Coded = string;

interface CodedDescriptor {
  id: Coded;
  type: 'public-key';
  transports?: AuthenticatorTransport[];
}

const decode = (text: Coded): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

const encode = (bytes: ArrayBuffer): Coded =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=/g, '');

const descriptors = (some: CodedDescriptor[] = []): PublicKeyCredentialDescriptor[] =>
  some.map((one) => ({ ...one, id: decode(one.id) }));

/** What the device is asked for, as `navigator.credentials` takes it. */
function creationOf(text: string): PublicKeyCredentialCreationOptions {
  const options = JSON.parse(text);
  return {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
}

function requestOf(text: string): PublicKeyCredentialRequestOptions {
  const options = JSON.parse(text);
  return { ...options, challenge: decode(options.challenge), allowCredentials: descriptors(options.allowCredentials) };
}

/** The device's answer as JSON. */
function answerOf(made: PublicKeyCredential): string {
  const { response } = made;
  const parts =
    response instanceof AuthenticatorAttestationResponse
      ? { attestationObject: encode(response.attestationObject), transports: response.getTransports?.() ?? [] }
      : response instanceof AuthenticatorAssertionResponse
        ? { authenticatorData: encode(response.authenticatorData), signature: encode(response.signature) }
        : {};
  const clientDataJSON = encode(response.clientDataJSON);
  return JSON.stringify({
    id: made.id,
    rawId: encode(made.rawId),
    type: made.type,
    response: { ...parts, clientDataJSON },
    clientExtensionResults: {},
  });
}

async function ask(form: HTMLFormElement): Promise<string | null> {
  const options = form.dataset.options ?? '';
  const asked =
    form.dataset.passkey === 'make'
      ? navigator.credentials.create({ publicKey: creationOf(options) })
      : navigator.credentials.get({ publicKey: requestOf(options) });
  const made = await asked.catch(() => null);
  return made instanceof PublicKeyCredential ? answerOf(made) : null;
}

async function send(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>('[data-passkey-failed]');
  if (failed) failed.hidden = true;
  const answer = 'credentials' in navigator ? await ask(form) : null;
  const field = form.querySelector<HTMLInputElement>('input[name=credential]');
  delete form.dataset.sent;
  if (answer && field) {
    field.value = answer;
    form.submit();
  } else if (failed) failed.hidden = false;
}

/** Takes over the forms that ask for a passkey. */
export function watchPasskeys(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.dataset.passkey || event.defaultPrevented) return;
    event.preventDefault();
    void send(form);
  });
}

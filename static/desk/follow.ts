// The card that people share leads to /suivi#0712345678: the code comes into the field, and leaves the address.

const field = document.querySelector<HTMLInputElement>('#code');
const code = /^#([0-9]{10})$/.exec(location.hash)?.[1];
if (field && code) {
  field.value = code.replace(/(..)(?!$)/g, '$1 ');
  history.replaceState(null, '', location.pathname);
  field.form?.querySelector('button')?.focus();
}

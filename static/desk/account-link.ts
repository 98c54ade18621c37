// A one-time link carries its secret behind `#`, which browsers send to no server: it is put into the form that takes it.
// Without this file it is pasted there. And: a password that is typed anew can be shown.

export function takeLink(): void {
  const secret = /^#link=(.+)$/.exec(location.hash)?.[1];
  const form = document.querySelector<HTMLFormElement>('form[data-takes-link]');
  const field = form?.querySelector<HTMLInputElement>('input[name=code]');
  if (!secret || !form || !field) return;
  history.replaceState(null, '', location.pathname);
  field.value = secret;
  form.requestSubmit();
}

document.addEventListener('change', (event) => {
  const box = event.target as HTMLInputElement;
  const field = box.closest('[data-reveals]')?.parentElement?.querySelector<HTMLInputElement>('[name=new_password]');
  if (field) field.type = box.checked ? 'text' : 'password';
});
for (const reveals of document.querySelectorAll<HTMLElement>('[data-reveals]')) reveals.hidden = false;

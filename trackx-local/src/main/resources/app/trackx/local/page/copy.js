// Buttons that copy a text.
import { h } from './dom.js';

/** Copies through a text field, for addresses where the browser offers no clipboard. */
function copyWithField(text) {
  const field = h('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyWithField(text);
  }
}

/** Creates a button that copies what `text` returns, and says so in the status element. */
export function copyButton(label, text, status) {
  const button = h('button', { type: 'button' }, label);
  button.addEventListener('click', async () => {
    const copied = await copy(text());
    button.focus({ preventScroll: true });
    status.textContent = copied ? 'Copied' : 'The browser does not allow copying';
  });
  return button;
}

/** Creates a group of copy buttons from pairs of label and text, and their status. */
export function copyButtons(name, pairs) {
  const status = h('span', { class: 'quiet', role: 'status' });
  return h('div', { class: 'copies', role: 'group', 'aria-label': name },
    pairs.map(([label, text]) => copyButton(label, text, status)), status);
}

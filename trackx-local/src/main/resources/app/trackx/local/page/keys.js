// Keyboard shortcuts, and the dialog that lists them.
import { backAddress, issueAddress, issueParts } from './address.js';
import { h } from './dom.js';

const KEYS = [
  ['/', 'Search'],
  ['j', 'Next issue; in an issue, the older event'],
  ['k', 'Previous issue; in an issue, the newer event'],
  ['Enter', 'Open the issue'],
  ['Esc', 'Back to the list'],
  ['?', 'Show these keys'],
];
const OFF = 'trackx-keys-off';
let searchNext = false;

/** Returns whether the user has turned single keys off, for speech input. */
function areOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function turn(on) {
  try {
    if (on) {
      localStorage.removeItem(OFF);
    } else {
      localStorage.setItem(OFF, '1');
    }
  } catch {
    // the browser stores nothing: the setting lasts until the page is closed
  }
}

function showHelp() {
  const box = h('input', { type: 'checkbox', checked: !areOff() });
  box.addEventListener('change', () => turn(box.checked));
  const dialog = h('dialog', { id: 'help', 'aria-labelledby': 'help-title' },
    h('h2', { id: 'help-title' }, 'Keyboard shortcuts'),
    h('dl', { class: 'keys' }, KEYS.map(([key, what]) =>
      h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, what)))),
    h('p', {}, h('label', {}, box, ' Use single keys')),
    h('p', { class: 'choice' }, h('button', { type: 'button', autofocus: true, on: { click: () => dialog.close() } }, 'Close')));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function search() {
  const field = document.getElementById('search');
  if (field === null) {
    searchNext = true;
    location.hash = backAddress();
  } else {
    field.focus();
    field.select();
  }
}

/** Returns the search field if the view was opened to search; else null. */
export function wantedSearch() {
  const field = searchNext ? document.getElementById('search') : null;
  searchNext = false;
  return field;
}

/** Moves the focus to another row of the list, or opens another event of the issue. */
function move(by) {
  const event = document.querySelector(by > 0 ? '.steps a[data-step="older"]' : '.steps a[data-step="newer"]');
  if (issueParts(location.hash) !== null) {
    event?.click();
    return;
  }
  const links = [...document.querySelectorAll('.issues tbody a')];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
}

function goBack() {
  const parts = issueParts(location.hash);
  if (parts !== null) {
    location.hash = parts.part === 'event' ? backAddress() : issueAddress(parts.id, parts.event);
  }
}

const SINGLE = { '/': search, j: () => move(1), k: () => move(-1), '?': showHelp };

function pressed(key) {
  if (key.defaultPrevented || key.ctrlKey || key.altKey || key.metaKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (key.key === 'Escape') {
    goBack();
  } else if (!key.target.matches('input:not([type="checkbox"]), select, textarea')
      && Object.hasOwn(SINGLE, key.key) && !areOff()) {
    key.preventDefault();
    SINGLE[key.key]();
  }
}

export function watchKeys() {
  addEventListener('keydown', pressed);
  document.getElementById('keys').addEventListener('click', showHelp);
}

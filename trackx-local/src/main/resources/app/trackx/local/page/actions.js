// Buttons that change an issue on the server: resolve, ignore, reopen, clear.
import { announce, h } from './dom.js';
import { act } from './live.js';
import { backAddress } from './address.js';

const DONE = { resolve: 'Resolved', ignore: 'Ignored', reopen: 'Reopened', clear: 'Cleared' };

/** Asks before something is deleted. Calls back if the answer is yes. */
function confirm(question, answer, confirmed) {
  const button = (text, value, kind) => h('button', {
    type: 'button', class: kind, autofocus: value === 'no', on: { click: () => dialog.close(value) },
  }, text);
  const dialog = h('dialog', { 'aria-labelledby': 'question' },
    h('p', { id: 'question' }, question),
    h('p', { class: 'choice' }, button(answer, 'yes', 'danger'), button('Cancel', 'no', null)));
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (dialog.returnValue === 'yes') {
      confirmed();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}

async function change(path, done) {
  try {
    await act(path);
    announce(done);
    dispatchEvent(new Event('changed'));
    return true;
  } catch (error) {
    announce(`Not changed: ${error.message}`);
    return false;
  }
}

export function clearAllButton() {
  return h('button', { type: 'button', id: 'clear-all', on: {
    click: () => confirm('Delete all issues, events and sessions? This cannot be undone.', 'Delete all',
      () => change('clear', 'All issues cleared')),
  } }, 'Clear all…');
}

async function clear(id) {
  if (await change(`issues/${id}/clear`, DONE.clear)) {
    location.hash = backAddress();
  }
}

/** Creates the buttons for an issue of the given status. */
export function issueActions(id, status) {
  const button = (action, label) => h('button', {
    type: 'button', 'data-action': action, on: { click: () => change(`issues/${id}/${action}`, DONE[action]) },
  }, label);
  const changes = status === 'open'
    ? [button('resolve', 'Resolve'), button('ignore', 'Ignore')]
    : [button('reopen', 'Reopen')];
  return h('div', { class: 'actions', role: 'group', 'aria-label': 'Change this issue', 'data-status': status },
    changes,
    h('button', { type: 'button', 'data-action': 'clear', on: {
      click: () => confirm('Delete this issue and its events? This cannot be undone.', 'Delete', () => clear(id)),
    } }, 'Clear…'));
}

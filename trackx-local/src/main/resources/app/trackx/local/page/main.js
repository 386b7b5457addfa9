// Selects the view.
import { issueParts, rememberList } from './address.js';
import { h, setText } from './dom.js';
import { wantedSearch, watchKeys } from './keys.js';
import { watch } from './live.js';
import { listView } from './list.js';
import { issueView } from './issue.js';
import { count, refreshTimes } from './words.js';

const main = document.getElementById('main');
const news = document.getElementById('news');
const NEWS_PAUSE = 10000;
let view = null;
let address = null;
let running = null;
let again = false;
let events = null;
let announcedAt = 0;

function viewOf(hash) {
  const parts = issueParts(hash);
  if (parts !== null) {
    return issueView(parts.id, parts.event, parts.part);
  }
  rememberList(hash);
  return listView(hash, refilter);
}

/** Updates the list after its filters, and with them the address, have changed. */
function refilter() {
  address = location.hash;
  rememberList(address);
  update();
}

async function open() {
  const last = view;
  address = location.hash;
  view = viewOf(location.hash);
  const mine = view;
  main.replaceChildren(h('p', { class: 'quiet', id: 'loading' }, 'Loading…'));
  await update();
  if (last !== null && view === mine) {
    const from = last.id ? main.querySelector(`tr[data-id="${last.id}"] a`) : null;
    if (from === null) {
      scrollTo(0, 0);
    }
    (wantedSearch() ?? from ?? main.querySelector('[data-start]') ?? main).focus();
  }
}

/** Runs one update at a time; changes during an update cause one more. */
function update() {
  again = running !== null;
  running ??= refresh().finally(() => {
    running = null;
    return again ? update() : undefined;
  });
  return running;
}

async function refresh() {
  const mine = view;
  try {
    const state = await mine.load();
    if (view === mine) {
      mine.show(main, state);
      document.title = `${mine.title()} – TrackX local`;
      tell(mine.events());
    }
  } catch (error) {
    if (view === mine && main.querySelector('#loading')) {
      main.replaceChildren(failed(error));
    }
  }
}

function failed(error) {
  return h('div', { class: 'empty' },
    h('h1', { tabindex: '-1', 'data-start': true }, 'Loading failed'),
    h('p', {}, error.message),
    h('p', {}, h('button', { type: 'button', on: { click: open } }, 'Try again')));
}

/** Announces new events to screen readers, at most once per pause. */
function tell(now) {
  const more = events === null ? 0 : now - events;
  if (more > 0 && Date.now() - announcedAt < NEWS_PAUSE) {
    return;
  }
  if (more > 0) {
    setText(news, `${count(more, 'new event')}, ${now} in total`);
    announcedAt = Date.now();
  }
  events = now;
}

document.getElementById('skip').addEventListener('click', (clicked) => {
  clicked.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => {
  if (location.hash !== address) { // two quick navigations cause two events, both after the second
    events = null;
    open();
  }
});
addEventListener('changed', update);
watchKeys();
setInterval(refreshTimes, 15000);
open();
watch(update);

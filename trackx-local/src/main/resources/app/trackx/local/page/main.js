// Selects the view. Addresses are #/, #/issue/<id> and #/issue/<id>/<event>[/privacy|/json].
import { h, setText } from './dom.js';
import { watch } from './live.js';
import { listView } from './list.js';
import { issueView } from './issue.js';
import { count, refreshTimes } from './words.js';

const ADDRESS = /^#\/issue\/([0-9a-f]{32})(?:\/([0-9]+)(?:\/(privacy|json))?)?$/;
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
  const parts = ADDRESS.exec(hash);
  return parts ? issueView(parts[1], parts[2] ?? null, parts[3] ?? 'event') : listView();
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
    (from ?? main.querySelector('[data-start]') ?? main).focus();
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

function goBack(pressed) {
  const parts = ADDRESS.exec(location.hash);
  if (pressed.key === 'Escape' && !pressed.defaultPrevented && parts !== null) {
    location.hash = parts[3] ? `#/issue/${parts[1]}/${parts[2]}` : '#/';
  }
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
addEventListener('keydown', goBack);
setInterval(refreshTimes, 15000);
open();
watch(update);

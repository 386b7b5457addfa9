// The list of issues. Existing rows are updated in place, so that they keep the focus.
import { breakable, h, setText } from './dom.js';
import { ask } from './live.js';
import { graph } from './graph.js';
import { emptyState, endpointBox } from './start.js';
import { ago, count, exact, noun, number, visible } from './words.js';

const COLUMNS = ['Issue', 'Events', 'Sessions', 'Last seen'];

function newRow(issue) {
  return h('tr', { 'data-id': issue.id, role: 'row' },
    h('td', { role: 'cell', class: 'what' },
      h('a', { href: `#/issue/${issue.id}` }, h('span', { class: 'name' })),
      h('span', { class: 'badge personal', 'data-some': true, title: 'Text in the latest event that looks like personal data; see its Privacy view' }),
      h('span', { class: 'message' })),
    h('td', { role: 'cell', class: 'count' }),
    h('td', { role: 'cell', class: 'count' }),
    h('td', { role: 'cell', class: 'seen' }, h('time', { 'data-ago': true })));
}

/** Sets a number and its label, which is shown beside it where there is no room for a heading. */
function fillCount(cell, n, what) {
  setText(cell, number(n));
  cell.dataset.label = noun(n, what);
}

function fillRow(row, issue) {
  const [what, events, sessions, seen] = row.children;
  const name = what.querySelector('.name');
  const text = visible(issue.name, '(no name)');
  if (name.textContent !== text) {
    name.replaceChildren(...breakable(text));
    what.querySelector('a').setAttribute('aria-label', text); // or screen readers would read its parts one by one
  }
  const personal = what.querySelector('.personal');
  personal.hidden = issue.personal === 0;
  setText(personal, count(issue.personal, 'privacy finding'));
  setText(what.querySelector('.message'), visible(issue.message, '(no message)'));
  fillCount(events, issue.events, 'event');
  fillCount(sessions, issue.sessions, 'session');
  const time = seen.firstChild;
  time.dateTime = issue.lastSeen;
  time.title = exact(issue.lastSeen);
  setText(time, ago(issue.lastSeen));
}

/** Puts the rows in the order of the issues, moving only misplaced ones. */
function fillRows(body, issues) {
  const rows = new Map([...body.children].map((row) => [row.dataset.id, row]));
  const focused = document.activeElement;
  issues.forEach((issue, index) => {
    const row = rows.get(issue.id) ?? newRow(issue);
    rows.delete(issue.id);
    fillRow(row, issue);
    if (body.children[index] !== row) {
      body.insertBefore(row, body.children[index] ?? null);
    }
  });
  rows.forEach((row) => row.remove());
  if (focused && focused !== document.activeElement && body.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function frame() {
  const head = COLUMNS.map((title) => h('th', { scope: 'col', role: 'columnheader' }, title));
  return [
    h('div', { class: 'title' },
      h('h1', { tabindex: '-1', 'data-start': true }, 'Issues'),
      h('p', { class: 'quiet', id: 'summary' })),
    h('div', { id: 'graph' }),
    h('div', { id: 'empty', hidden: true }),
    h('table', { class: 'issues', role: 'table', 'aria-labelledby': 'summary' },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
      h('tbody', { role: 'rowgroup' })),
    h('p', { class: 'quiet', id: 'more', hidden: true }),
    h('details', { class: 'send' }, h('summary', {}, 'Endpoint'), h('div', { id: 'where' })),
  ];
}

/** Covers only the latest event of each issue shown. */
function personal({ issues, total }) {
  const some = issues.filter((issue) => issue.personal > 0).length;
  const shown = total > issues.length ? ` of the ${number(issues.length)} shown` : '';
  return some === 0
    ? `no privacy findings in the latest event of each issue${shown}`
    : `privacy findings in the latest event of ${count(some, 'issue')}${shown}`;
}

/** Summarizes the issues, and the requests that a limit refused; empty if there are neither. */
function summary(state) {
  const parts = [];
  if (state.issues.length > 0) {
    parts.push(`${count(state.total, 'issue')}, ${count(state.events, 'event')}`, personal(state));
  }
  if (state.refused > 0) {
    parts.push(`${count(state.refused, 'request')} refused by the rate limit`);
  }
  return parts.join('; ');
}

/** Replaces the graph only if its numbers changed, and keeps its table open. */
function fillGraph(place, hours) {
  const key = JSON.stringify(hours);
  if (place.dataset.key !== key) {
    const open = place.querySelector('details')?.open ?? false;
    place.replaceChildren(graph(hours));
    place.querySelector('details').open = open;
    place.dataset.key = key;
  }
}

export function listView() {
  let events = 0;

  function show(main, state) {
    if (!main.querySelector('table.issues')) {
      main.replaceChildren(...frame());
    }
    const part = (selector) => main.querySelector(selector);
    const { issues } = state;
    const endpoint = `${location.origin}/v1/${state.key}`;
    const empty = issues.length === 0;
    events = state.events;
    setText(part('#summary'), summary(state));
    if (empty && part('#empty').dataset.endpoint !== endpoint) {
      part('#empty').replaceChildren(emptyState(endpoint));
      part('#empty').dataset.endpoint = endpoint;
    }
    if (part('#where').dataset.endpoint !== endpoint) {
      part('#where').replaceChildren(endpointBox(endpoint));
      part('#where').dataset.endpoint = endpoint;
    }
    part('#empty').hidden = !empty;
    part('table.issues').hidden = empty;
    part('.send').hidden = empty;
    part('#graph').hidden = empty && state.hours.every((hour) => hour.sessions === 0);
    fillGraph(part('#graph'), state.hours);
    fillRows(part('table.issues tbody'), issues);
    const left = state.total - issues.length;
    part('#more').hidden = left === 0;
    setText(part('#more'), `Not shown: ${count(left, 'issue')} seen longer ago.`);
  }

  return {
    load: () => ask('issues'),
    show,
    title: () => 'Issues',
    events: () => events,
  };
}

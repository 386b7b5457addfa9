// The list of issues. Existing rows are updated in place, so that they keep the focus.
import { clearAllButton } from './actions.js';
import { filtersOf, issueAddress, listAddress } from './address.js';
import { badges } from './badges.js';
import { breakable, h, setText } from './dom.js';
import { fillFilters, filterBar, isFiltered } from './filters.js';
import { ask } from './live.js';
import { graph, sparkline } from './graph.js';
import { emptyState, endpointBox } from './start.js';
import { ago, count, exact, noun, number, shortName, titleText, visible } from './words.js';

const COLUMNS = [['Issue'], ['Last 24 hours'], ['Errors', 'count'], ['Sessions', 'count'], ['First seen', 'seen'], ['Last seen', 'seen']];

const LONGEST = 140;

/** Opens a row's issue wherever the row is clicked, unless text is being selected. */
function openRow(clicked) {
  if (clicked.target.closest('a') === null && getSelection().isCollapsed) {
    clicked.currentTarget.querySelector('a').click();
  }
}

function newRow(issue) {
  return h('tr', { 'data-id': issue.id, role: 'row', on: { click: openRow } },
    h('td', { role: 'cell', class: 'what' },
      h('a', { href: issueAddress(issue.id) }, h('span', { class: 'name' }), ' ', h('span', { class: 'message' })),
      h('span', { class: 'below' }, h('span', { class: 'badges' }), h('span', { class: 'culprit' }))),
    h('td', { role: 'cell', class: 'trend' }),
    h('td', { role: 'cell', class: 'count' }),
    h('td', { role: 'cell', class: 'count' }),
    h('td', { role: 'cell', class: 'seen', 'data-label': 'first' }, h('time', { 'data-ago': true })),
    h('td', { role: 'cell', class: 'seen', 'data-label': 'last' }, h('time', { 'data-ago': true })));
}

/** Sets a number and its label, which is shown beside it where there is no room for a heading. */
function fillCount(cell, n, what) {
  setText(cell, number(n));
  cell.dataset.label = noun(n, what);
}

function fillTime(cell, iso) {
  const time = cell.firstChild;
  time.dateTime = iso;
  time.title = exact(iso);
  setText(time, ago(iso));
}

/** Replaces the children of an element only if the data they show changed. */
function fillParts(place, data, create) {
  const key = JSON.stringify(data);
  if (place.dataset.key !== key) {
    place.replaceChildren(...create());
    place.dataset.key = key;
  }
}

function fillWhat(what, issue) {
  const name = shortName(visible(issue.name, '(no name)'));
  const message = visible(issue.template ?? issue.message, '(no message)');
  const link = what.querySelector('a');
  fillParts(what.querySelector('.name'), name, () => breakable(name));
  setText(what.querySelector('.message'), message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message);
  link.setAttribute('aria-label', titleText(issue)); // or screen readers would read its parts one by one
  link.title = visible(issue.name, '');
  fillParts(what.querySelector('.badges'), [issue.status, issue.new, issue.regressed, issue.personal], () => [
    ...badges(issue),
    ...(issue.personal === 0 ? [] : [h('span', {
      class: 'badge personal', title: 'Text in the latest event that looks like personal data; see its Privacy view',
    }, count(issue.personal, 'privacy finding'))]),
  ]);
  fillParts(what.querySelector('.culprit'), [issue.callee, issue.place],
    () => (issue.callee === null ? [] : [`${issue.callee} `, h('span', {}, issue.place)]));
}

function fillRow(row, issue) {
  const [what, trend, errors, sessions, first, last] = row.children;
  fillWhat(what, issue);
  fillParts(trend, issue.hours, () => [sparkline(issue.hours)]);
  fillCount(errors, issue.errors, 'error');
  fillCount(sessions, issue.sessions, 'session');
  fillTime(first, issue.firstSeen);
  fillTime(last, issue.lastSeen);
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

function frame(filters, changed) {
  const head = COLUMNS.map(([title, kind]) => h('th', { scope: 'col', role: 'columnheader', class: kind ?? null }, title));
  return [
    h('div', { class: 'title' },
      h('h1', { tabindex: '-1', 'data-start': true }, 'Issues'),
      h('p', { class: 'quiet', id: 'summary' })),
    filterBar(filters, changed),
    h('div', { id: 'empty', hidden: true }),
    h('div', { class: 'empty', id: 'nothing', hidden: true }),
    h('table', { class: 'issues', role: 'table', 'aria-labelledby': 'summary' },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head)),
      h('tbody', { role: 'rowgroup' })),
    h('nav', { class: 'pages', 'aria-label': 'Pages of the list' }),
    h('div', { id: 'graph' }),
    h('div', { class: 'foot' },
      h('details', { class: 'send' }, h('summary', {}, 'Endpoint'), h('div', { id: 'where' })),
      clearAllButton()),
  ];
}

/** Covers only the latest event of each issue shown. */
function personal({ issues, matching }) {
  const some = issues.filter((issue) => issue.personal > 0).length;
  const shown = matching > issues.length ? ` of the ${number(issues.length)} shown` : '';
  return some === 0
    ? `no privacy findings in the latest event of each issue${shown}`
    : `privacy findings in the latest event of ${count(some, 'issue')}${shown}`;
}

/** Summarizes the issues, the errors that clients dropped, and the requests that a limit refused; empty if there are none. */
function summary(state) {
  const parts = [];
  if (state.total > 0) {
    const of = state.matching < state.total ? `${number(state.matching)} of ` : '';
    parts.push(`${of}${count(state.total, 'issue')}, ${count(state.matchingErrors, 'error')}`);
  }
  if (state.issues.length > 0) {
    parts.push(personal(state));
  }
  if (state.dropped > 0) {
    parts.push(`${count(state.dropped, 'error')} dropped by clients`);
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

/** Explains why no issue is listed, although there are some. */
function nothing(filtered) {
  return [
    h('h2', {}, filtered ? 'No issue matches these filters' : 'No open issues'),
    h('p', {}, filtered
      ? h('a', { href: '#/' }, 'Remove the filters')
      : h('a', { href: '#/?show=all' }, 'Show resolved and ignored issues')),
  ];
}

function pageLinks(state, all) {
  const to = (page, text) => {
    const filters = new URLSearchParams(all);
    filters.set('page', page);
    if (page === 1) {
      filters.delete('page');
    }
    return page < 1 || page > state.pages
      ? h('span', { class: 'step', 'aria-disabled': 'true' }, text)
      : h('a', { class: 'step', href: listAddress(filters) }, text);
  };
  return [to(state.page - 1, 'Previous'), to(state.page + 1, 'Next'),
    h('span', { class: 'quiet' }, `Page ${state.page} of ${state.pages}`)];
}

/** Shows the endpoint where it belongs: in the empty page, or below the list. */
function fillEndpoint(part, state) {
  const endpoint = `${location.origin}/v1/${state.key}`;
  if (state.total === 0) {
    fillParts(part('#empty'), endpoint, () => [emptyState(endpoint)]);
  }
  fillParts(part('#where'), endpoint, () => [endpointBox(endpoint)]);
}

/** Creates the list of the address. `changed` is called when its filters have changed. */
export function listView(hash, changed) {
  const filters = filtersOf(hash);
  let events = 0;

  function show(main, state) {
    if (!main.querySelector('table.issues')) {
      main.replaceChildren(...frame(filters, changed));
    }
    const part = (selector) => main.querySelector(selector);
    const empty = state.total === 0;
    const none = state.issues.length === 0;
    events = state.events;
    setText(part('#summary'), summary(state));
    fillFilters(part('.filters'), filters, state.choices);
    fillEndpoint(part, state);
    part('#empty').hidden = !empty;
    part('.filters').hidden = empty && !isFiltered(filters);
    part('#nothing').hidden = empty || !none;
    fillParts(part('#nothing'), isFiltered(filters), () => nothing(isFiltered(filters)));
    part('table.issues').hidden = none;
    part('.foot').hidden = empty;
    part('.pages').hidden = state.pages === 1;
    fillParts(part('.pages'), [state.page, state.pages, filters.toString()], () => pageLinks(state, filters));
    part('#graph').hidden = empty && state.hours.every((hour) => hour.sessions === 0);
    fillGraph(part('#graph'), state.hours);
    fillRows(part('table.issues tbody'), state.issues);
  }

  return {
    load: () => ask(`issues?${filters}`),
    show,
    title: () => 'Issues',
    events: () => events,
  };
}

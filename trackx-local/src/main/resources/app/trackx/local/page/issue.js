// An issue with one of its events, and links to the others.
import { breakable, h } from './dom.js';
import { ask } from './live.js';
import { eventView, jsonView } from './event.js';
import { privacyView } from './privacy.js';
import { ago, count, exact, typeName, visible } from './words.js';

const VIEWS = [['event', 'Event'], ['privacy', 'Privacy'], ['json', 'JSON']];
const PARTS = { event: eventView, privacy: privacyView, json: jsonView };

const time = (iso) =>
  h('time', { datetime: iso, title: exact(iso), 'data-ago': true }, ago(iso));

function missing(what) {
  return [h('div', { class: 'empty' },
    h('h1', { tabindex: '-1', 'data-start': true }, `This ${what} was not found`),
    h('p', {}, 'It may have been evicted by newer ones, or the server was restarted.'),
    h('p', {}, h('a', { href: '#/' }, 'All issues')))];
}

function facts(issue) {
  return h('p', { class: 'quiet facts', id: 'facts' },
    h('span', {}, typeName(issue.type)),
    h('span', {}, count(issue.events, 'event')),
    h('span', {}, count(issue.sessions, 'session')),
    h('span', {}, 'last seen ', time(issue.lastSeen)),
    h('span', {}, 'first seen ', time(issue.firstSeen)));
}

/**
 * Creates the links to other events of the issue, which keep the current view. If the list does not
 * reach back to this event, the next newer one is the last of the list.
 */
function steps(issue, serial, part) {
  const at = issue.list.findIndex((event) => event.serial === serial);
  const listed = issue.list.length;
  const to = (index, text) => {
    const event = issue.list[index];
    return event
      ? h('a', { class: 'step', href: address(issue.id, event.serial, part) }, text)
      : h('span', { class: 'step', 'aria-disabled': 'true' }, text);
  };
  return h('nav', { class: 'steps', 'aria-label': 'Events of this issue' },
    to(at < 0 ? listed : at + 1, 'Older'), to((at < 0 ? listed : at) - 1, 'Newer'), to(at === 0 ? -1 : 0, 'Latest'),
    h('span', { class: 'quiet' }, at < 0
      ? `not among the latest ${listed} of ${issue.kept}`
      : `${at + 1} of ${issue.kept}, latest first`));
}

const address = (id, serial, part) =>
  `#/issue/${id}/${serial}${part === 'event' ? '' : `/${part}`}`;

function tabs(id, event, part) {
  const name = (key, text) =>
    key === 'privacy' ? [text, ' ', h('span', { class: 'badge', 'data-some': event.findings.length > 0 },
      event.findings.reduce((sum, finding) => sum + finding.marks.length, 0))] : text;
  return h('nav', { class: 'tabs', 'aria-label': 'Views of this event' }, VIEWS.map(([key, text]) =>
    h('a', { href: address(id, event.serial, key), 'aria-current': key === part ? 'page' : null },
      name(key, text))));
}

export function issueView(id, wanted, part) {
  let issue = null;
  let event = null;

  async function load() {
    issue = await ask(`issues/${id}`);
    const serial = wanted ?? issue?.list[0]?.serial;
    if (issue && event === null && serial !== undefined) {
      event = await ask(`events/${serial}`);
    }
  }

  function show(main) {
    if (issue === null || event === null) {
      main.replaceChildren(...missing(issue === null ? 'issue' : 'event'));
      return;
    }
    const old = main.querySelector('article');
    if (old === null) {
      main.replaceChildren(article());
      return;
    }
    old.querySelector('#facts').replaceWith(facts(issue));
    const from = old.querySelector('.steps');
    const focused = [...from.children].indexOf(document.activeElement);
    const to = steps(issue, event.serial, part);
    from.replaceWith(to);
    to.children[focused]?.focus({ preventScroll: true });
  }

  function article() {
    const name = visible(issue.name, '(no name)');
    return h('article', { 'aria-labelledby': 'issue-name' },
      h('nav', { class: 'back', 'aria-label': 'Back' }, h('a', { href: '#/' }, '← Issues')),
      h('h1', { id: 'issue-name', tabindex: '-1', 'data-start': true, 'aria-label': name }, breakable(name)),
      h('p', { class: 'lead' }, visible(issue.message, '(no message)')),
      h('div', { class: 'switch' }, facts(issue), steps(issue, event.serial, part)),
      tabs(id, event, part),
      h('div', { class: 'part' }, PARTS[part](event)));
  }

  return {
    id,
    load,
    show,
    title: () => (issue === null ? 'Issue' : visible(issue.name, '(no name)')),
    events: () => issue?.events ?? 0,
  };
}

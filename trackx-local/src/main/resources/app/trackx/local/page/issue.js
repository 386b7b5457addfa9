// An issue with one of its events, and links to the others.
import { issueActions } from './actions.js';
import { backAddress, issueAddress } from './address.js';
import { badges } from './badges.js';
import { breakable, h } from './dom.js';
import { ask } from './live.js';
import { eventView, jsonView } from './event.js';
import { privacyView } from './privacy.js';
import { ago, count, exact, titleText, typeName, visible } from './words.js';

const VIEWS = [['event', 'Event'], ['privacy', 'Privacy'], ['json', 'JSON']];
const PARTS = { event: eventView, privacy: privacyView, json: jsonView };

const time = (iso) =>
  h('time', { datetime: iso, title: exact(iso), 'data-ago': true }, ago(iso));

function missing(what, why, ...links) {
  return h('div', { class: 'empty' },
    h('h1', { tabindex: '-1', 'data-start': true }, `This ${what} was not found`),
    h('p', {}, why),
    h('p', {}, links, h('a', { href: '#/' }, 'All issues')));
}

const GONE = 'It was deleted or evicted by newer ones, or the server was restarted.';

function facts(issue) {
  return h('p', { class: 'quiet facts', id: 'facts' },
    badges(issue),
    h('span', {}, typeName(issue.type)),
    h('span', {}, issue.errors === issue.events
      ? count(issue.events, 'event')
      : `${count(issue.errors, 'error')} in ${count(issue.events, 'event')}`),
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
  const to = (index, text, step) => {
    const event = issue.list[index];
    return event
      ? h('a', { class: 'step', 'data-step': step, href: issueAddress(issue.id, event.serial, part) }, text)
      : h('span', { class: 'step', 'aria-disabled': 'true' }, text);
  };
  return h('nav', { class: 'steps', 'aria-label': 'Events of this issue' },
    to(at < 0 ? listed : at + 1, 'Older', 'older'), to((at < 0 ? listed : at) - 1, 'Newer', 'newer'),
    to(at === 0 ? -1 : 0, 'Latest', 'latest'),
    h('span', { class: 'quiet' }, at < 0
      ? `not among the latest ${listed} of ${issue.kept}`
      : `${at + 1} of ${issue.kept}, latest first`));
}

function tabs(id, event, part) {
  const name = (key, text) =>
    key === 'privacy' ? [text, ' ', h('span', { class: 'badge', 'data-some': event.findings.length > 0 },
      event.findings.reduce((sum, finding) => sum + finding.marks.length, 0))] : text;
  return h('nav', { class: 'tabs', 'aria-label': 'Views of this event' }, VIEWS.map(([key, text]) =>
    h('a', { href: issueAddress(id, event.serial, key), 'aria-current': key === part ? 'page' : null },
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

  /** Returns what to show instead if there is no such event; an event of another issue is none. */
  function faultOf() {
    if (issue === null) {
      return missing('issue', GONE);
    }
    if (event === null) {
      return missing('event', GONE, h('a', { href: issueAddress(id) }, 'Latest event of the issue'), ' · ');
    }
    return event.issueId === id ? null
      : missing('event', 'There is no such event in this issue; one with this number belongs to another issue.',
        h('a', { href: issueAddress(id) }, 'Latest event of the issue'), ' · ');
  }

  function show(main) {
    const fault = faultOf();
    if (fault !== null) {
      if (main.textContent !== fault.textContent) { // or every change would take the focus away
        main.replaceChildren(fault);
      }
      return;
    }
    const old = main.querySelector('article');
    if (old === null) {
      main.replaceChildren(article());
      return;
    }
    old.querySelector('#facts').replaceWith(facts(issue));
    showActions(old);
    const from = old.querySelector('.steps');
    const focused = [...from.children].indexOf(document.activeElement);
    const to = steps(issue, event.serial, part);
    from.replaceWith(to);
    to.children[focused]?.focus({ preventScroll: true });
  }

  /** Replaces the buttons if the status has changed, and keeps the focus among them. */
  function showActions(place) {
    const from = place.querySelector('.actions');
    if (from.dataset.status !== issue.status) {
      const focused = from.contains(document.activeElement);
      const to = issueActions(id, issue.status);
      from.replaceWith(to);
      if (focused) {
        to.firstChild.focus({ preventScroll: true });
      }
    }
  }

  function article() {
    const name = visible(issue.name, '(no name)');
    return h('article', { 'aria-labelledby': 'issue-name' },
      h('div', { class: 'top' },
        h('nav', { class: 'back', 'aria-label': 'Back' }, h('a', { href: backAddress() }, '← Issues')),
        issueActions(id, issue.status)),
      h('h1', { id: 'issue-name', tabindex: '-1', 'data-start': true, 'aria-label': name }, breakable(name)),
      h('p', { class: 'lead' }, visible(issue.message, '(no message)')),
      issue.callee === null ? null : h('p', { class: 'culprit' }, `${issue.callee} `, h('span', {}, issue.place)),
      h('div', { class: 'switch' }, facts(issue), steps(issue, event.serial, part)),
      tabs(id, event, part),
      h('div', { class: 'part' }, PARTS[part](event)));
  }

  return {
    id,
    load,
    show,
    title: () => (issue === null ? 'Issue' : titleText(issue)),
    events: () => issue?.events ?? 0,
  };
}

// What in an event looks like personal data.
import { h, section } from './dom.js';
import { count } from './words.js';

/** The text with its marks; every mark says what it looks like, to those who hear it too. */
function marked(finding) {
  const parts = [];
  let at = 0;
  for (const mark of finding.marks) {
    parts.push(finding.text.slice(at, mark.from), h('mark', {},
      finding.text.slice(mark.from, mark.to), h('span', { class: 'kind' }, mark.kind)));
    at = mark.to;
  }
  return [...parts, finding.text.slice(at)];
}

function kinds(findings) {
  const counts = new Map();
  for (const { kind } of findings.flatMap((finding) => finding.marks)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return h('ul', { class: 'kinds' }, [...counts].map(([kind, n]) =>
    h('li', {}, `${n} × ${kind}`)));
}

export function privacyView(event) {
  const marks = event.findings.reduce((sum, finding) => sum + finding.marks.length, 0);
  if (marks === 0) {
    return [section('privacy-title', 'Nothing looks like personal data',
      h('p', {}, 'Every text of the event was looked at for e-mail and IP addresses, phone and card numbers, '
        + 'IBANs, tokens, passwords, home directories, user names and query strings in URLs.'),
      h('p', { class: 'quiet' }, 'Rules find forms, not people: a name in a sentence is found by nobody but you.'))];
  }
  return [section('privacy-title', `${count(marks, 'thing')} in it ${marks === 1 ? 'looks' : 'look'} like personal data`,
    kinds(event.findings),
    h('dl', { class: 'findings' }, event.findings.map((finding) =>
      h('div', {}, h('dt', {}, finding.where), h('dd', {}, marked(finding))))),
    h('p', { class: 'quiet' }, 'This is what has left the application. Take it out there: with a rule of the '
      + 'scrubber, in the handler that sees every event, or in the message itself.'))];
}

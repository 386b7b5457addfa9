// The parts of an event that look like personal data.
import { h, section } from './dom.js';
import { count } from './words.js';

/** Returns the text with its marks; each mark contains its kind as text, also for screen readers. */
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
      h('p', {}, 'All text of the event was checked for e-mail and IP addresses, phone and card numbers, '
        + 'IBANs, tokens, passwords, home directories, user names and query strings in URLs.'),
      h('p', { class: 'quiet' }, 'The rules recognize formats only: they do not detect a name in a sentence.'))];
  }
  return [section('privacy-title', count(marks, 'privacy finding'),
    kinds(event.findings),
    h('dl', { class: 'findings' }, event.findings.map((finding) =>
      h('div', {}, h('dt', {}, finding.where), h('dd', {}, marked(finding))))),
    h('p', { class: 'quiet' }, 'These texts look like personal data, and they have left the application. Remove them there: '
      + 'with a scrubbing rule, in an event handler, or in the message itself.'))];
}

// The badges of an issue: its status, new, and regressed.
import { h } from './dom.js';

const STATUS = { resolved: 'Resolved', ignored: 'Ignored' };

/** Returns an issue's badges; none for an open issue that is neither new nor regressed. */
export function badges(issue) {
  const badge = (kind, text, title) => h('span', { class: `badge ${kind}`, title }, text);
  return [
    issue.status === 'open' ? null : badge(issue.status, STATUS[issue.status], null),
    issue.new ? badge('new', 'New', 'First seen in the current release') : null,
    issue.regressed ? badge('regressed', 'Regressed',
      'Seen again after it was resolved, or after a release without it') : null,
  ].filter((each) => each !== null);
}

// The addresses of the views: #/ with the filters as a query, and #/issue/<id>/<event>[/privacy|/json].

const ISSUE = /^#\/issue\/([0-9a-f]{32})(?:\/([0-9]+)(?:\/(privacy|json))?)?$/;
const LIST = '#/';
let lastList = LIST;

/** Returns the parts of an issue's address; null if it is another one. */
export function issueParts(hash) {
  const parts = ISSUE.exec(hash);
  return parts && { id: parts[1], event: parts[2] ?? null, part: parts[3] ?? 'event' };
}

export function issueAddress(id, event = null, part = 'event') {
  return `#/issue/${id}${event === null ? '' : `/${event}`}${part === 'event' ? '' : `/${part}`}`;
}

/** Returns the filters in a list's address. */
export function filtersOf(hash) {
  const at = hash.indexOf('?');
  return new URLSearchParams(hash.startsWith(LIST) && at === LIST.length ? hash.slice(at + 1) : '');
}

export function listAddress(filters) {
  const query = filters.toString();
  return query === '' ? LIST : `${LIST}?${query}`;
}

/** Remembers the list to go back to from an issue. */
export function rememberList(hash) {
  lastList = hash === '' ? LIST : hash;
}

/** Returns the address of the list that was shown last, with its filters. */
export const backAddress = () => lastList;

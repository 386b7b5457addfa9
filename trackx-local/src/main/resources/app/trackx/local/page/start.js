// Instructions shown until the first event is received.
import { copyButtons } from './copy.js';
import { h } from './dom.js';

/** Shows the endpoint and a button that copies it. */
export function endpointBox(endpoint) {
  return h('div', { class: 'endpoint' },
    h('code', { id: 'endpoint' }, endpoint), copyButtons('Endpoint', [['Copy', () => endpoint]]));
}

export function emptyState(endpoint) {
  return h('div', { class: 'empty' },
    h('h2', {}, 'No events received yet'),
    h('p', {}, 'Configure an application with this endpoint:'),
    endpointBox(endpoint),
    h('p', {}, 'In Java:'),
    h('pre', { tabindex: '0' },
      `TrackX.setup("${endpoint}");\nTrackX.sendEvent(new IllegalStateException("hello"));`),
    h('p', {}, 'Or, without an application:'),
    h('pre', { tabindex: '0' },
      `curl -H "Origin: http://localhost" -d '{"name":"Hello","meta":{}}' \\\n`
      + `  -H "Content-Type: application/json" ${endpoint}/event`),
    h('p', { class: 'quiet' }, 'The event appears here immediately, without a reload.'));
}

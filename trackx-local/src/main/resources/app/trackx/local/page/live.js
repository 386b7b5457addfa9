// Keeps the page up to date. The server only signals changes; the page then loads the data it shows.
import { setText } from './dom.js';

const TEXTS = { connecting: 'Connecting', on: 'Live', off: 'Not connected' };
const LONGEST_PAUSE = 15000;

/** Calls back when connected and on every change; shows the connection state. */
export function watch(changed) {
  let pause = 1000;
  let source = null;

  function show(state) {
    document.getElementById('live').dataset.state = state;
    setText(document.getElementById('live-text'), TEXTS[state]);
    document.getElementById('gone').hidden = state !== 'off';
  }

  function connect() {
    source?.close();
    source = new EventSource('api/changes');
    source.onopen = () => {
      pause = 1000;
      show('on');
    };
    source.onmessage = changed;
    source.onerror = () => {
      show('off');
      if (source.readyState === EventSource.CLOSED) {
        setTimeout(resume, pause); // rejected, not lost: the browser does not reconnect by itself
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    };
  }

  /** Disconnects a hidden page: a browser has only six connections per server, for all its tabs. */
  function resume() {
    if (document.hidden) {
      source?.close();
    } else {
      connect();
    }
  }

  document.addEventListener('visibilitychange', resume);
  show('connecting');
  connect();
}

/** Loads data from the server; null if not found. */
export async function ask(path) {
  const answer = await fetch(`api/${path}`, { redirect: 'error' });
  if (answer.status === 404) {
    return null;
  }
  if (!answer.ok) {
    throw new Error(`${answer.status} ${await answer.text()}`);
  }
  return answer.json();
}

/** Has the server make a change. */
export async function act(path) {
  const answer = await fetch(`api/${path}`, { method: 'POST', redirect: 'error' });
  if (!answer.ok) {
    throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

// Keeps the page up to date: the server says that something has changed, and no more.
import { say } from './dom.js';

const TEXTS = { connecting: 'Connecting', on: 'Live', off: 'Not connected' };
const LONGEST_PAUSE = 15000;

/** Calls back at the start and with every change; shows whether the server is there. */
export function watch(changed) {
  let pause = 1000;
  let source = null;

  function show(state) {
    document.getElementById('live').dataset.state = state;
    say(document.getElementById('live-text'), TEXTS[state]);
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
        setTimeout(resume, pause); // refused, not lost: the browser does not come back by itself
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    };
  }

  /** A hidden page lets go of its connection: a browser has six for a server, for all its tabs. */
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

/** Asks the server; null if it has no such thing. */
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

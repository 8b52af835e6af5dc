import { phrases } from './phrases.ts';

/** What looks like a leak in heap snapshots, and why. */
export const say = phrases('suspects', {
  store:
    'One {what} alone keeps {bytes} alive, {share} of the heap, in {parts} parts, most of them {className} ({count}).',
  called: '{className} ({called})',
  variable: 'variable {name}',
  chain:
    'A chain of at least {count} × {className}, each holding the next; it keeps {bytes} alive, {share} of the heap. Does it ever end?',
  chainCalled:
    'A chain of at least {count} × {className}, each holding the next, begins at {called}; it keeps {bytes} alive, {share} of the heap. Does it ever end?',
  closure:
    'The function {function} keeps {bytes} alive through the variable "{variable}" of the scope that it was made in: {what}.',
  anonymous: '(anonymous)',
  parts: '{what} of {count} parts, most of them {className}',
  times: '{text} ({count} times)',
  a: 'a {name}',
  an: 'an {name}',
  collection: 'About {count} entries are in {what} that keeps {bytes} alive. Is there anything that takes entries out?',
  detached_one: '{count} × {className} is out of the document but still referred to, and keeps {bytes} alive.',
  detached_other: '{count} × {className} are out of the document but still referred to, and keep {bytes} alive.',
  emitter: '{count} listeners of {what} wait for "{event}" and keep {bytes} alive. Is each of them removed?',
  emitterMostly:
    '{count} listeners of {what} wait for "{event}" and keep {bytes} alive, mostly {kept}. Is each of them removed?',
  pageListeners:
    '{count} listeners of one event on {target} call {function} and keep {bytes} alive. Is each of them removed?',
  oneTarget: 'one target',
  sameFunction: 'the same function',
  copies: 'The text {text} exists {count} times; one copy would save {bytes}.',
  timers_one: '{count} timer ({className}) of one function waits and keeps {bytes} alive. Are they cleared?',
  timers_other: '{count} timers ({className}) of one function wait and keep {bytes} alive. Are they cleared?',
  timersMostly_one:
    '{count} timer ({className}) of one function waits and keeps {bytes} alive, mostly {kept}. Are they cleared?',
  timersMostly_other:
    '{count} timers ({className}) of one function wait and keep {bytes} alive, mostly {kept}. Are they cleared?',
  timersCalling_one: '{count} timer ({className}) that calls {name} waits and keeps {bytes} alive. Are they cleared?',
  timersCalling_other: '{count} timers ({className}) that call {name} wait and keep {bytes} alive. Are they cleared?',
  timersCallingMostly_one:
    '{count} timer ({className}) that calls {name} waits and keeps {bytes} alive, mostly {kept}. Are they cleared?',
  timersCallingMostly_other:
    '{count} timers ({className}) that call {name} wait and keep {bytes} alive, mostly {kept}. Are they cleared?',
  unmounted_one: '{count} unmounted React component is still referred to and keeps {bytes} alive.',
  unmounted_other: '{count} unmounted React components are still referred to and keep {bytes} alive.',
  unmountedNamed_one: '{count} unmounted React component ({name}) is still referred to and keeps {bytes} alive.',
  unmountedNamed_other: '{count} unmounted React components ({name}) are still referred to and keep {bytes} alive.',
  huntedDetached: 'out of the document, still referred to',
  huntedUnmounted: 'an unmounted component, still referred to',
  hunted: 'made by the action and still there after it was undone',
  otherProcesses:
    'Fewer than half of the objects are in both snapshots: they seem to be of different processes. Compare them by class.',
});

import { ActorNames } from './api/actors';
import type { Context } from './context';
import { announce } from './dom/announce';
import { refuseMarkup } from './dom/trust';
import { Drawer } from './entry/drawer';
import { KnowledgeStore } from './knowledge/store';
import { closeMenusOnClick } from './share/menu';
import { Navigation } from './state/navigation';
import type { Place } from './state/place';
import { ActorView } from './views/actor';
import { ChangesView } from './views/changes';
import { Header } from './views/header';
import { watchConnection } from './views/offline';
import { TimelineView } from './views/timeline';
import type { View } from './views/view';

refuseMarkup();
const main = document.querySelector('main')!;
const navigation = new Navigation((place, before) => show(place, before));
const context: Context = { store: new KnowledgeStore(), navigation, names: new ActorNames() };
const header = new Header(document.querySelector('#tools')!, () => context);
const drawer = new Drawer(context);
let view: View | null = null;

document.body.append(drawer.element, watchConnection());
closeMenusOnClick();
show(navigation.current, null);
addEventListener('keydown', (event) => {
  if (event.key !== '/' || isTyping(event.target)) return;
  event.preventDefault();
  header.focusSearch();
});

// A name that is missing is shown by its id: no reason to stop.
ActorNames.load().then((names) => {
  context.names = names;
  view?.rename();
  drawer.rename();
  name();
}, () => undefined);

function show(place: Place, before: Place | null): void {
  if (view && before?.view === place.view && before.actor === place.actor) view.update(place);
  else {
    view?.destroy();
    view = make(place);
    main.replaceChildren(view.element);
    if (before) {
      // As after the load of a page: whoever listens is told where they are, and goes on from there.
      main.focus({ preventScroll: true });
      announce(view.title);
    }
  }
  header.show(place);
  drawer.follow(place.display.entry);
  name();
}

function make(place: Place): View {
  switch (place.view) {
    case 'actor': return new ActorView(context, place);
    case 'changes': return new ChangesView(context, place);
    default: return new TimelineView(context, place);
  }
}

function name(): void {
  document.title = `${view?.title ?? ''} · Timeline`;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}

